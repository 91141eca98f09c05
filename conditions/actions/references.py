"""A reference changed after a reply cited it: noted at once, then decided by a doctor."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from conditions.grounding.blocks import blocks_of
from conditions.grounding.changed import Comparison, compared
from conditions.grounding.cited import copy_words
from conditions.models import Citation, Passage, Source
from conditions.models.passage import PassageQuerySet
from consult.notifications.staff import tell_of_changed_words
from consult.question.audit import Actor, record
from consult.question.locking import StaleVersionError, bump, lock


class NothingToTakeOverError(Exception):
    """No public page tells it any more."""


@transaction.atomic
def note_changes(*, passages: PassageQuerySet) -> int:
    """Note for each of the passages whether its page says something else by now; how many are new.

    Readers are told, and the doctor is asked, from this moment on.
    """
    rows = passages.taken().select_related("cause__page", "page").select_for_update(of=("self",))
    wanted, now, new = [], timezone.now(), 0
    for each in compared(rows.order_by("pk")):
        passage, is_open = each.passage, each.is_open
        # What is as it was may change the same way again, and is asked about again.
        confirmed = passage.confirmed if each.differs else ""
        if is_open == (passage.changed_at is not None) and confirmed == passage.confirmed:
            continue
        new += is_open and passage.changed_at is None
        passage.changed_at = (passage.changed_at or now) if is_open else None
        passage.confirmed = confirmed
        wanted.append(passage)
    if wanted:
        Passage.objects.bulk_update(wanted, ["changed_at", "confirmed"], batch_size=500)
    return new


@transaction.atomic
def note_source_changes(*, sources: list[Source]) -> int:
    """Note what rests on these sources, which somebody changed."""
    uses = Citation.objects.filter(source__in=sources)
    of_cause = uses.filter(cause__isnull=False).values("cause")
    of_lead = uses.filter(section=Citation.Section.LEAD).values("page")
    return note_changes(passages=Passage.objects.filter(Q(cause__in=of_cause) | Q(page__in=of_lead)))


@transaction.atomic
def confirm_reference(*, passage: Passage, seen: str, actor: Actor) -> None:
    """The doctor read what changed: the reply and what it cites hold as they stand.

    Raises StaleVersionError when the page does not say what the doctor saw.
    """
    found = _locked(passage, seen)
    found.passage.confirmed, found.passage.changed_at = found.substance, None
    found.passage.save(update_fields=["confirmed", "changed_at"])
    record(action="reference confirmed", question=found.passage.reply.question, actor=actor)


@transaction.atomic
def take_over_reference(*, passage: Passage, seen: str, actor: Actor) -> None:
    """Readers see the new words from now on; what the doctor left out stays out where it still stands.

    Raises StaleVersionError as `confirm_reference` does, NothingToTakeOverError when no public page tells it any more.
    """
    question = lock(passage.reply.question)
    found = _locked(passage, seen)
    if found.now is None:
        raise NothingToTakeOverError
    standing = [block.text for block in blocks_of(found.now.text)]
    found.passage.left_out = [text for text in found.passage.left_out if text in standing]
    copy_words(found.passage, found.now)
    found.passage.confirmed, found.passage.changed_at = "", None
    found.passage.save()
    # An editor who is reading the question must read the new words too.
    bump(question, reason="a reference was taken over")
    entry = record(action="reference taken over", question=question, actor=actor)
    doctor = found.passage.reply.doctor
    tell_of_changed_words(question=question, doctor=doctor, key=str(entry.pk), actor=actor)


def _locked(passage: Passage, seen: str) -> Comparison:
    """The passage as it stands, beside its page, which must be as `seen`."""
    rows = Passage.objects.select_for_update(of=("self",)).select_related(
        "cause__page", "page", "reply__question", "reply__doctor"
    )
    [found] = compared([rows.get(pk=passage.pk)])
    if found.mark != seen or found.passage.changed_at is None:
        raise StaleVersionError(found.passage)
    return found
