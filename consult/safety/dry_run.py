"""Try a rule, saved or not, on the questions there are: which would fire, and on which words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from consult.common.highlight import mark_spans
from consult.models import Question, RedFlagRule
from consult.models.question_fields import WORDS
from consult.safety.red_flag import RedFlag
from consult.safety.scan import patient_text, scan_with

LOOK_AT = 500
SHOW = 25
_AROUND = 80
_EXCERPTS = 3


@dataclass(frozen=True)
class Row:
    """One question: its excerpts with the words marked, and whether the tried or the saved rule fires on it."""

    question: Question
    excerpts: list[SafeString]
    fires: bool
    fired: bool


@dataclass(frozen=True)
class DryRun:
    """One page: rows newest first, how many questions were looked at, and the number to go on below (or None)."""

    rows: list[Row]
    looked_at: int
    firing: int
    next_before: int | None


def dry_run(tried: RedFlagRule, saved: RedFlagRule | None = None, before: int | None = None) -> DryRun:
    """Look at up to 500 questions numbered below `before`, newest first; stop after 25 rows.  One query.

    A row is a question on which the tried rule fires, or on which the saved one does and the tried one does not.
    """
    questions = Question.objects.only("pk", "status", "asked_at", *WORDS).order_by("-pk")
    if before is not None:
        questions = questions.filter(pk__lt=before)
    batch = list(questions[: LOOK_AT + 1])
    rows: list[Row] = []
    looked_at = 0
    for question in batch[:LOOK_AT]:
        looked_at += 1
        row = _row(question, tried, saved)
        if row:
            rows.append(row)
        if len(rows) == SHOW:
            break
    more = looked_at < len(batch)
    return DryRun(
        rows=rows,
        looked_at=looked_at,
        firing=sum(row.fires for row in rows),
        next_before=batch[looked_at - 1].pk if more else None,
    )


def count(tried: RedFlagRule | None, saved: RedFlagRule | None = None) -> dict[str, Any]:
    """Count on the 500 newest questions what fires, what is new and what is lost.  One query.

    No rule tried counts what is lost when the saved one is retired.  Of the questions only numbers are told, the
    newest 25 of each kind.
    """
    new: list[int] = []
    lost: list[int] = []
    looked_at = firing = 0
    for question in Question.objects.only("pk", *WORDS).order_by("-pk")[:LOOK_AT]:
        text = patient_text(question)
        now, earlier = (bool(rule and scan_with(text, [rule])) for rule in (tried, saved))
        looked_at += 1
        firing += now
        if now != earlier:
            (new if now else lost).append(question.pk)
    return {
        "looked_at": looked_at,
        "firing": firing,
        "new": len(new),
        "lost": len(lost),
        "new_questions": new[:SHOW],
        "lost_questions": lost[:SHOW],
    }


def _row(question: Question, tried: RedFlagRule, saved: RedFlagRule | None) -> Row | None:
    text = patient_text(question)
    now = scan_with(text, [tried])
    earlier = scan_with(text, [saved]) if saved else []
    if not now and not earlier:
        return None
    return Row(question, _excerpts(text, now or earlier), bool(now), bool(earlier))


def _excerpts(text: str, findings: Iterable[RedFlag]) -> list[SafeString]:
    """Cut the text around each finding (those near each other together), at most three pieces."""
    groups: list[list[RedFlag]] = []
    for finding in findings:
        if groups and finding.start - groups[-1][-1].end < _AROUND:
            groups[-1].append(finding)
        else:
            groups.append([finding])
    return [_excerpt(text, group) for group in groups[:_EXCERPTS]]


def _excerpt(text: str, group: list[RedFlag]) -> SafeString:
    start, end = max(0, group[0].start - _AROUND), group[-1].end + _AROUND
    piece = ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
    shift = start - (2 if start else 0)
    return mark_spans(piece, [(finding.start - shift, finding.end - shift, "") for finding in group])
