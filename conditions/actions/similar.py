"""An editor has the last word on which questions stand beside another."""

from django.db import transaction
from django.utils import timezone

from conditions.models import Neighbour
from conditions.related import describe
from consult.actions.audit import Actor, record
from consult.models import Question


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
    user = actor if actor is not None and actor.is_authenticated else None
    row = Neighbour.objects.filter(question=question, other=other).first()
    if row is None:
        row = Neighbour(question=question, other=other, reasons=_reasons(question, other))
    row.choice, row.position = choice, position
    row.decided_by, row.decided_at = user, timezone.now()  # type: ignore[assignment]
    row.save()
    record(action=action, question=question, actor=actor)
    return row


def _reasons(question: Question, other: Question) -> list[dict]:
    """What the two have in common."""
    found = describe.questions([question.pk, other.pk])
    one, two = found[question.pk], found[other.pk]
    return describe.stored(one, two, describe.rarity("question", one.text, two.text))
