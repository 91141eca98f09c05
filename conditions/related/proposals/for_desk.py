"""What a doctor is shown beside a question: causes that fit, and similar answered cases; made once and kept.

The engine takes longer than the rest of the screen, and proposes the same as long as the words are the same.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from conditions.models import Cause, StoredProposals
from conditions.related.encoder.encoder import get_encoder
from conditions.related.proposals.for_replies import Proposal, propose_causes
from conditions.related.proposals.while_asking import suggested_cases
from consult.common.database import savepoint
from consult.models import Question, Reply

MOST = 8
"""So many of one question are kept: one for its own words, and one for each draft that doctors have of it."""

KEPT = timedelta(days=1)
"""After this they are made anew: other questions have been published, and doctors' ticks were learned from."""


@dataclass(frozen=True)
class Case:
    """A similar answered case: its first public reply (with question and doctor), how alike, and why in words."""

    reply: Reply
    score: float | None
    reasons: list[str]

    @property
    def question(self) -> Question:
        """The case itself."""
        return self.reply.question


@dataclass(frozen=True)
class ForDesk:
    """What is shown beside a question."""

    causes: list[Proposal] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)


def for_desk(question: Question, reply: Reply | None = None) -> ForDesk:
    """The proposals for a question and what is written in reply.  Three queries when they were made before."""
    made_of = _made_of(question, reply)
    row = StoredProposals.objects.filter(question=question, made_of=made_of).first()
    if row is None or row.made_at < timezone.now() - KEPT:
        with savepoint():
            row = make(question, reply)
    return _read(row)


def make(question: Question, reply: Reply | None = None) -> StoredProposals:
    """Ask the engine, and keep what it says."""
    causes = propose_causes(question, reply)
    cases = suggested_cases(question)
    row, is_new = StoredProposals.objects.update_or_create(
        question=question,
        made_of=_made_of(question, reply),
        defaults={
            "causes": [[each.cause.pk, each.score, each.reasons] for each in causes],
            "cases": [[each.question.pk, each.score, each.reasons] for each in cases],
        },
    )
    if is_new:
        others = StoredProposals.objects.filter(question=question).order_by("-made_at", "-pk")
        StoredProposals.objects.filter(pk__in=list(others.values_list("pk", flat=True)[MOST:])).delete()
    return row


def forget_all() -> None:
    """The causes have changed: nothing that was proposed holds any more."""
    StoredProposals.objects.all().delete()


def _made_of(question: Question, reply: Reply | None) -> str:
    """A mark of the words that were compared, and of the model that read them."""
    encoder = get_encoder()
    words = [
        question.title,
        question.body,
        reply.text if reply else "",
        encoder.fingerprint if encoder else "",
    ]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def _read(row: StoredProposals) -> ForDesk:
    """What may be shown of what was stored, in its order.  Two queries."""
    told = Cause.objects.public().conditions().select_related("page")
    causes = told.in_bulk([key for key, _score, _reasons in row.causes]) if row.causes else {}
    replies = _first_replies([key for key, _score, _reasons in row.cases]) if row.cases else {}
    return ForDesk(
        [Proposal(causes[key], score, why) for key, score, why in row.causes if key in causes],
        [Case(replies[key], score, why) for key, score, why in row.cases if key in replies],
    )


def _first_replies(questions: list[int]) -> dict[int, Any]:
    """The first public reply of each of these questions (by key) that are public.  One query."""
    public = Question.objects.public().filter(pk__in=questions)
    rows = Reply.objects.public().filter(question__in=public).select_related("question", "doctor")
    # The newest first, so that the first one stays.
    return {row.question_id: row for row in rows.order_by("-published_at", "-pk")}
