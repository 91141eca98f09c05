"""Read a patient's text with the rules of this site."""

import logging
from collections.abc import Iterable
from functools import lru_cache

from consult.common.phrases import PatternError, parse_phrases
from consult.models import Question, RedFlagRule
from consult.models.question_fields import WORDS
from consult.models.safety import RedFlagKind
from consult.safety.matcher import Matcher, RuleText
from consult.safety.red_flag import RedFlag

logger = logging.getLogger(__name__)


def scan(text: str) -> list[RedFlag]:
    """Return the red flags in the text, in its order.  One query; none found means nothing at all."""
    return scan_with(text, RedFlagRule.objects.active())


def scan_with(text: str, rules: Iterable[RedFlagRule]) -> list[RedFlag]:
    """Like `scan`, with these rules, saved or not."""
    known = list(rules)
    matcher = _matcher(tuple(_numbered(rule, number) for number, rule in enumerate(known)))
    return [_red_flag(known[hit.key], hit.phrase, hit.start, hit.end) for hit in matcher.find(text)]


def _red_flag(rule: RedFlagRule, phrase: str, start: int, end: int) -> RedFlag:
    made_by = f"rule {rule.pk}, {rule.updated_at:%Y-%m-%d %H:%M}" if rule.pk else "rule"
    return RedFlag(RedFlagKind(rule.kind), rule.danger, start, end, made_by, rule, phrase)


def patient_text(question: Question) -> str:
    """Everything that the patient wrote in the question, as one text to scan."""
    return "\n\n".join(filter(None, (getattr(question, name) for name in WORDS)))


def _numbered(rule: RedFlagRule, number: int) -> RuleText:
    return RuleText(number, rule.phrases, rule.exceptions, rule.skip_denied, rule.skip_past)


@lru_cache(maxsize=16)
def _matcher(rules: tuple[RuleText, ...]) -> Matcher:
    """Build the matcher once for each state of the rules.

    A rule that cannot be read (the form refuses such, a loaded file may bring one) is logged and left out, so
    that the others still watch.
    """
    readable = []
    for rule in rules:
        try:
            parse_phrases(rule.phrases)
            parse_phrases(rule.exceptions)
        except PatternError:
            logger.exception("A red flag rule cannot be read and is not in use.")
        else:
            readable.append(rule)
    return Matcher(readable)
