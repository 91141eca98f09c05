"""Keeps what is proposed at the desks up to date, so that no doctor waits for the engine."""

import logging
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from conditions.models import StoredProposals
from conditions.related.proposals.for_desk import ForDesk, for_desk, kept_for_desk
from conditions.related.upkeep.tasks import propose_for_desk
from consult.common.database import one_list
from consult.models import Question, Reply

logger = logging.getLogger(__name__)

AT_ONCE = 100
"""Questions in one run: some ten seconds of work, and the next run goes on."""

KEPT = timedelta(days=30)
"""So long what is out of date stays of questions on which nobody is at work."""


def at_desk(question: Question, reply: Reply | None = None, also: Collection[int] = ()) -> ForDesk:
    """What is there, at once; where it is out of date it is made anew beside the request, for the next look."""
    found = kept_for_desk(question, reply, also)
    if found.is_current:
        return found
    task = propose_for_desk.enqueue(question.pk, reply.pk if reply else None)
    # Where tasks are done at once, there is something newer already.
    return kept_for_desk(question, reply, also) if task.is_finished else found


def in_hand() -> Any:
    """Questions that wait for a doctor, or on which one is at work: danger first, then longest waiting."""
    for_reply, for_answer = Question.objects.waiting_apart()
    drafts = Reply.objects.drafts().values("question")
    return Question.objects.filter(pk__in=one_list(for_reply.values("pk"), for_answer.values("pk"), drafts))


def refresh(most: int | None = AT_ONCE) -> int:
    """Make anew what is out of date of the questions in hand; returns of how many questions."""
    current = StoredProposals.objects.current().filter(question=OuterRef("pk"))
    behind = in_hand().filter(~Exists(current)).order_by("-danger_level", "asked_at", "pk")
    questions = list(behind.prefetch_related("replies")[:most])
    for question in questions:
        _make_anew(question)
    _forget_old()
    return len(questions)


def _forget_old() -> None:
    """Let go what has been out of date for long, of questions that nobody has in hand; mostly there is none."""
    old = StoredProposals.objects.outdated().filter(made_at__lt=timezone.now() - KEPT)
    if questions := set(old.values_list("question", flat=True)):
        needed = in_hand().filter(pk__in=questions).values_list("pk", flat=True)
        old.filter(question__in=questions.difference(needed)).delete()


def _make_anew(question: Question) -> None:
    """Propose for the question and for each draft; what was made of words that are gone goes.

    A fault is logged, and the next question is none the worse for it.
    """
    began = timezone.now()
    try:
        for reply in [None, *(each for each in question.replies.all() if not each.is_published)]:
            for_desk(question, reply)
    except Exception:
        logger.exception("No proposals could be made for question %s.", question.pk)
        return
    # What a change has overtaken meanwhile is shown until the next run.
    StoredProposals.objects.outdated().filter(question=question, made_at__lt=began).delete()
