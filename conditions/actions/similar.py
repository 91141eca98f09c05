"""An editor has the last word on which questions stand beside another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from conditions.models import Neighbour
from conditions.related.reasons import facts
from consult.models import Question
from consult.question.audit import Actor, record, signed_in


@dataclass(frozen=True)
class Decision:
    """What an editor wants of one other question: a choice of Neighbour; `place` orders the pinned ones."""

    other: Question
    choice: str
    place: int = 0


class ListChangedError(Exception):
    """The list is no longer the one that the editor saw."""


@transaction.atomic
def arrange_similar(*, question: Question, decisions: Iterable[Decision], seen: str, actor: Actor) -> None:
    """Carry out the decisions that change something; pins get the places 1, 2, 3 ... in their order.

    Questions that are not among the decisions stay as they are.  `seen` is the `state()` of the list that the editor
    saw; raises ListChangedError when it is another by now.
    """
    standing = {row.other_id: (row.choice, row.position) for row in question.neighbours.select_for_update()}
    if question.neighbours.state() != seen:
        raise ListChangedError
    place = 0
    for decision in sorted(decisions, key=lambda each: each.place):
        before = standing.get(decision.other.pk, ("", None))
        if decision.choice == Neighbour.Choice.PIN:
            place += 1
            if before != (decision.choice, place):
                pin_similar(question=question, other=decision.other, position=place, actor=actor)
        elif before[0] != decision.choice:
            if decision.choice == Neighbour.Choice.HIDE:
                hide_similar(question=question, other=decision.other, actor=actor)
            else:
                unset_similar(question=question, other=decision.other, actor=actor)


@transaction.atomic
def pin_similar(*, question: Question, other: Question, position: int, actor: Actor) -> Neighbour:
    """Show `other` in the list of `question` at this place (1 comes first), whatever its score."""
    return _decide(question, other, Neighbour.Choice.PIN, position, actor, "similar question pinned")


@transaction.atomic
def hide_similar(*, question: Question, other: Question, actor: Actor) -> Neighbour:
    """Never show `other` in the list of `question` again, however alike they are."""
    return _decide(question, other, Neighbour.Choice.HIDE, None, actor, "similar question hidden")


@transaction.atomic
def unset_similar(*, question: Question, other: Question, actor: Actor) -> None:
    """Leave the pair to the ranking again.  One that only an editor saw as alike leaves the list."""
    row = Neighbour.objects.decided().filter(question=question, other=other).first()
    if row is None:
        return
    if row.score is None:
        row.delete()
    else:
        row.choice, row.position = Neighbour.Choice.NONE, None
        row.decided_by = row.decided_at = None
        row.save()
    record(action="similar question left to the ranking", question=question, actor=actor)


def _decide(
    question: Question, other: Question, choice: str, position: int | None, actor: Actor, action: str
) -> Neighbour:
    """Store one choice; a pair that the engine had not found gets its reasons now."""
    row = Neighbour.objects.filter(question=question, other=other).first()
    if row is None:
        row = Neighbour(question=question, other=other, reasons=_reasons(question, other))
    row.choice, row.position = choice, position
    row.decided_by, row.decided_at = signed_in(actor), timezone.now()
    row.save()
    record(action=action, question=question, actor=actor)
    return row


def _reasons(question: Question, other: Question) -> list[dict[str, Any]]:
    """What the two have in common."""
    found = facts.questions([question.pk, other.pk])
    one, two = found[question.pk], found[other.pk]
    return facts.stored(one, two, facts.rarity("question", one, two))
