"""Read a patient's text with the rules of this site."""

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from consult.common import statements
from consult.common.phrases import PatternError, parse_phrases
from consult.language.normalise import normalise
from consult.models import Question, RedFlagRule
from consult.models.question_fields import WORDS
from consult.models.safety import RedFlagKind
from consult.safety.classifier import decide
from consult.safety.classifier.model import Classifier, get_classifier
from consult.safety.default_rules import default_rules, plain_rules
from consult.safety.matcher import Hit, Matcher, RuleText
from consult.safety.red_flag import RedFlag

logger = logging.getLogger(__name__)

Judge = Callable[[str, int, Classifier, tuple[tuple[int, int], ...]], decide.Verdict]
"""As decide.judge."""

MOST_PLACES = 50
"""Places of one rule that are told; a text that says the same more often is no more dangerous."""


def scan(text: str, rules: Iterable[RedFlagRule] | None = None) -> list[RedFlag]:
    """Return the red flags in the text, in its order.  One query (none with `rules`); none found means nothing at all.

    Rules and classifier look for themselves.  What a rule of this site names always fires; a rule that is as shipped
    gives way where the classifier takes the text for calm ("my grandfather had chest pain in 1990"), but where a rule
    names a danger in full all stand, unless it is sure.  Without the classifier the rules stand alone.
    """
    text = normalise(text)
    rules = list(rules_in_use() if rules is None else rules)
    return weighed(text, scan_with(text, rules), rules)


def weighed(
    text: str, flags: list[RedFlag], rules: list[RedFlagRule], judge: Judge = decide.judge
) -> list[RedFlag]:
    """What remains of `flags`, which these rules found in a text in its one form, and what the classifier adds.

    `judge` asks it, and may know what it said of this text before.
    """
    classifier = get_classifier()
    if classifier is None or not text:
        return flags
    shipped = {flag.rule.name for flag in flags if flag.rule and _is_shipped(flag.rule)}
    places = tuple((flag.start, flag.end) for flag in sorted(flags, key=lambda flag: not flag.is_self_harm))
    verdict = judge(text, len(shipped), classifier, places)
    is_named = bool(shipped & plain_rules()) and not verdict.is_plainly_calm()
    # The classifier knows other scripts too little to overrule anybody.
    is_foreign = not text.isascii() and any(letter.isalpha() and letter > "\u024f" for letter in text)
    holds = bool(verdict.judgements) or is_named or is_foreign
    kept = [flag for flag in flags if holds or not _gives_way(flag, verdict)]
    named = {flag.kind for flag in kept}
    judged = [each for each in verdict.judgements if each.kind not in named]
    by_danger = {rule.danger: rule for rule in reversed(rules) if rule.danger}
    made_by = f"classifier {classifier.fingerprint}"
    for each in judged:
        # A rule lends its words only to what calls for the same help.
        rule = by_danger.get(each.danger)
        lent = rule if rule and rule.kind == each.kind else None
        kept.append(RedFlag(each.kind, each.danger, each.start, each.end, made_by, lent))
    return sorted(kept, key=lambda flag: flag.start)


def rules_in_use() -> list[RedFlagRule]:
    """The rules in use, in the order of the stop page.  One query, two when any has changed; else the same objects."""
    return list(_read_anew(tuple(statements.rows(_STORED))))


_STORED = f"SELECT * FROM {RedFlagRule._meta.db_table} ORDER BY id"  # noqa: S608


@lru_cache(maxsize=2)
def _read_anew(_stored: tuple[tuple[Any, ...], ...]) -> list[RedFlagRule]:
    """The rules in use, read when what is stored is not as it was: a site has some fifty, which seldom change."""
    return list(RedFlagRule.objects.active())


@cache
def _shipped() -> set[tuple[str, str]]:
    """Names and phrases of the rules as they are shipped."""
    return {(rule["name"], rule["phrases"]) for rule in default_rules()}


def _is_shipped(rule: RedFlagRule) -> bool:
    """Whether a rule is as it was shipped: what a site named itself always fires."""
    return (rule.name, rule.phrases) in _shipped()


def _gives_way(flag: RedFlag, verdict: decide.Verdict) -> bool:
    """Whether a shipped rule has misread a text that the classifier takes for calm."""
    if flag.rule is None or not _is_shipped(flag.rule):
        return False
    is_calm = verdict.is_surely_calm_at if flag.is_self_harm else verdict.is_calm_at
    return is_calm(flag.start, flag.end)


def scan_with(text: str, rules: Iterable[RedFlagRule]) -> list[RedFlag]:
    """Like `scan`, with these rules, saved or not."""
    known = list(rules)
    matcher = _matcher(tuple(_numbered(rule, number) for number, rule in enumerate(known)))
    by_rule: dict[int, list[Hit]] = {}
    for hit in matcher.find(text):
        by_rule.setdefault(hit.key, []).append(hit)
    flags = [flag for key, hits in by_rule.items() for flag in _red_flags(known[key], hits[:MOST_PLACES])]
    return sorted(flags, key=lambda flag: (flag.start, -flag.end))


def _red_flags(rule: RedFlagRule, hits: Iterable[Hit]) -> Iterator[RedFlag]:
    """What one rule found."""
    kind = RedFlagKind(rule.kind)
    made_by = f"rule {rule.pk}, {rule.updated_at:%Y-%m-%d %H:%M}" if rule.pk else "rule"
    for hit in hits:
        yield RedFlag(kind, rule.danger, hit.start, hit.end, made_by, rule, hit.phrase)


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
