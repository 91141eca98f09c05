"""What is done when a patient's words speak of danger, and when somebody of the staff has looked at it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from consult.models import FollowUp, OutboxMessage, Question, RedFlagFinding
from consult.models.question import Origin
from consult.models.red_flag_finding import RedFlagFindingQuerySet
from consult.models.safety import DangerLevel
from consult.notifications.outbox import enqueue
from consult.notifications.staff import tell_of_danger
from consult.question.actions.hold import hold_question
from consult.question.actions.set_aside import pass_on_followup_for_danger, pass_on_for_danger
from consult.question.audit import Actor, record, signed_in
from consult.question.danger_level import set_level
from consult.question.locking import lock
from consult.safety.red_flag import RedFlag
from consult.safety.scan import patient_text, scan


@dataclass(frozen=True)
class Reading:
    """A text and what stands in it of danger.

    Views make it before the action that stores the text: on SQLite all who write wait for a transaction.
    """

    text: str
    flags: list[RedFlag]

    @classmethod
    def of(cls, text: str) -> "Reading":
        """Read a text.  One query."""
        return cls(text, scan(text))


@transaction.atomic
def record_red_flags(
    *, question: Question, followup: FollowUp | None = None, reading: Reading | None = None
) -> Question:
    """Read the question, or one message of its patient, for danger; keep what is found and do what it calls for.

    Call it after the text is stored; a text may be read again.  What was found in it before and no longer stands in
    it is deleted, what still does stays with who looked at it.  The question gets the level of its worst finding.
    Self-harm that nobody has looked at holds it from publication.  Staff are alerted once to each kind that calls
    for help now.  What was set aside as suspicious goes its usual way.  The patient's words are in no
    reason, alert or log.  A `reading` of just this text saves reading it again.  Returns the question as it stands
    now.
    """
    question = lock(question)
    text = followup.text if followup else patient_text(question)
    if reading is None or reading.text != text:
        reading = Reading.of(text)
    known = {_identity(row): row for row in question.red_flags.filter(followup=followup)}
    found = {_identity(row): row for row in _rows(question, followup, reading)}
    new = [row for identity, row in found.items() if identity not in known]
    question.red_flags.filter(pk__in=[known[gone].pk for gone in known.keys() - found.keys()]).delete()
    RedFlagFinding.objects.bulk_create(new)
    if new:
        record(action="marked by the safety check", question=question)
    set_level(question)
    if question.danger_level and question.state.awaits_moderator:
        question = pass_on_for_danger(question=question)
    if followup and found:
        pass_on_followup_for_danger(followup=followup)
    waiting = [row for row in known.values() if row.looked_at is None]
    alerting = {row.kind for row in new if row.level == DangerLevel.NOW} - {row.kind for row in waiting}
    unlooked = [*new, *(row for identity, row in known.items() if identity in found and not row.looked_at)]
    key = f"safety:{question.pk}:{question.version}:{followup.pk if followup else 0}"
    if alerting:
        tell_of_danger(question=question, key=key)
    if not question.held_at and any(row.is_self_harm for row in unlooked):
        # The hold alerts staff itself.
        return hold_question(question=question, reason="Words about suicide or self-harm")
    if alerting and question.origin != Origin.DEMO:
        enqueue(kind=OutboxMessage.Kind.STAFF_ALERT, question=question, key=key)
    return question


@transaction.atomic
def look_at_red_flags(*, question: Question, findings: RedFlagFindingQuerySet, actor: Actor) -> int:
    """Note that the actor has looked at these findings of the question; return how many nobody had looked at.

    What is answered and looked at counts for its level no more, so every answer calls this once it is stored.
    """
    # Else a danger that is being stored meanwhile would lose its level to one that was read before it.
    current = lock(question)
    unlooked = findings.unlooked().filter(question=question)
    noted = unlooked.update(looked_at=timezone.now(), looked_by=signed_in(actor))
    if noted:
        record(action="danger looked at", question=question, actor=actor)
    set_level(current)
    question.danger_level = current.danger_level
    return noted


@dataclass(frozen=True)
class _Identity:
    """What makes a finding the same as one of an earlier reading."""

    kind: str
    danger: str
    rule: int | None
    words: str


def _identity(row: RedFlagFinding) -> _Identity:
    return _Identity(str(row.kind), row.danger, row.rule_id, row.words)


def _rows(question: Question, followup: FollowUp | None, reading: Reading) -> Iterable[RedFlagFinding]:
    """One finding for each card, not yet stored, with all words that made it fire."""
    cards: dict[tuple[str, str], list[RedFlag]] = {}
    for flag in reading.flags:
        cards.setdefault((flag.key, flag.kind), []).append(flag)
    for flags in cards.values():
        first = flags[0]
        words = dict.fromkeys(" ".join(reading.text[start:end].split()) for start, end in _apart(flags))
        yield RedFlagFinding(
            question=question,
            followup=followup,
            kind=first.kind.value,
            danger=first.danger,
            level=first.level,
            name=first.name,
            rule=first.rule,
            words=Truncator(" … ".join(words)).chars(RedFlagFinding.MOST_WORDS),
            made_by=first.made_by[:120],
        )


def _apart(flags: Iterable[RedFlag]) -> list[tuple[int, int]]:
    """Where they stand in the text, in order; what overlaps is one place."""
    places: list[tuple[int, int]] = []
    for start, end in sorted((flag.start, flag.end) for flag in flags):
        if places and start < places[-1][1]:
            places[-1] = places[-1][0], max(end, places[-1][1])
        else:
            places.append((start, end))
    return places
