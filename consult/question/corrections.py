"""A reply in the words that wait for an editor, for who may read them: its patient and the staff."""

from collections.abc import Sequence
from copy import copy

from django.utils import timezone

from consult.models import Correction, FollowUp, Reply
from consult.models.correction import WORDS


def with_corrections(replies: Sequence[Reply]) -> list[Reply]:
    """The replies, each in the words of its correction where one waits, as `reply.waiting`.

    One query; none where the corrections were read along with the replies.

    Never for strangers, and never to be saved: what is stored of a reply is what an editor has approved.
    """
    along = Reply._meta.get_field("correction")
    if all(along.is_cached(reply) for reply in replies):
        rows = [row for reply in replies if (row := getattr(reply, "correction", None))]
    else:
        rows = list(Correction.objects.filter(reply__in=[reply.pk for reply in replies]))
    found = {row.reply_id: row for row in rows}
    for reply in replies:
        reply.waiting = found.get(reply.pk)
        if reply.waiting:
            reply.standing = copy(reply)
        for column in WORDS if reply.waiting else ():
            setattr(reply, column, getattr(reply.waiting, column))
    return list(replies)


def settle(reply: Reply, correction: Correction) -> None:
    """Set the words of an approved correction on the stored reply, and end its waiting.  Does not save the reply."""
    for column in WORDS:
        setattr(reply, column, getattr(correction, column))
    reply.corrected_at = timezone.now()
    correction.delete()


def settle_answer(followup: FollowUp) -> bool:
    """Set the corrected words of an answer and end their waiting; whether there were any.  Does not save."""
    if not followup.new_answer:
        return False
    followup.answer, followup.new_answer, followup.new_answer_at = followup.new_answer, "", None
    followup.corrected_at = timezone.now()
    return True
