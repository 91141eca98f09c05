"""What a doctor is shown beside a question: causes that fit, and similar answered cases; made once and kept.

The engine takes longer than the rest of the screen, so the screen never waits for it: it shows what was made before,
says so when that is out of date, and has it made anew beside the request.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Case as SqlCase
from django.db.models import Exists, F, OuterRef, Value, When

from conditions.models import Cause, ProposalsChange, StoredProposals
from conditions.related.encoder.encoder import get_encoder
from conditions.related.proposals.for_replies import Proposal, propose_causes
from conditions.related.proposals.while_asking import suggested_cases
from consult.common.database import savepoint
from consult.models import Question, Reply

MOST = 8
"""So many of one question are kept: one for its own words, and one for each draft that doctors have of it."""


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
    """What is shown beside a question; `known` are the causes that were read for it, by key."""

    causes: list[Proposal] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    known: dict[int, Cause] = field(default_factory=dict)
    is_made: bool = True
    """Whether the engine has been asked about this question at all."""
    is_current: bool = True
    """Whether it was asked about these words, since the pages and the index changed last."""


def for_desk(question: Question, reply: Reply | None = None) -> ForDesk:
    """The proposals for a question and what is written in reply; the engine is asked where they are out of date."""
    row = _stored(question, reply)
    if row is None or not _is_current(row, question, reply):
        with savepoint():
            row = make(question, reply)
    return _read(row)


def kept_for_desk(question: Question, reply: Reply | None = None, also: Collection[int] = ()) -> ForDesk:
    """What was made before, of other words or of older pages where nothing newer is there; the engine is not asked.

    `also` are causes (by key) that the caller shows: they are read with the proposed ones.  Three queries, fewer where
    there is nothing.
    """
    row = _stored(question, reply)
    if row is None:
        return replace(_read(StoredProposals(), also), is_made=False, is_current=False)
    return replace(_read(row, also), is_current=_is_current(row, question, reply))


def _stored(question: Question, reply: Reply | None) -> StoredProposals | None:
    """What was made of these words, else what was made last for the question.  One query."""
    fits = SqlCase(When(made_of=_made_of(question, reply), then=Value(0)), default=Value(1))
    rows = StoredProposals.objects.knowing_the_change().filter(question=question)
    return rows.order_by(fits, "-made_at", "-pk").first()


def _is_current(row: Any, question: Question, reply: Reply | None) -> bool:
    """Whether it was made of these words, and nothing that it was made from has changed since that began."""
    is_newest = not row.is_stale and row.made_at_change == row.last_change
    return is_newest and row.made_of == _made_of(question, reply)


def make(question: Question, reply: Reply | None = None) -> StoredProposals:
    """Ask the engine, and keep what it says, with the last change that it can know."""
    change = ProposalsChange.objects.values_list("number", flat=True).first() or 0
    causes = propose_causes(question, reply)
    cases = suggested_cases(question)
    row, is_new = StoredProposals.objects.update_or_create(
        question=question,
        made_of=_made_of(question, reply),
        defaults={
            "causes": [[each.cause.pk, each.score, each.reasons] for each in causes],
            "cases": [[each.question.pk, each.score, each.reasons] for each in cases],
            "is_stale": False,
            "made_at_change": change,
        },
    )
    if is_new:
        others = StoredProposals.objects.filter(question=question).order_by("-made_at", "-pk")
        StoredProposals.objects.filter(pk__in=list(others.values_list("pk", flat=True)[MOST:])).delete()
    return row


def outdate_all() -> None:
    """A page changes, or the index is made anew: so is everything that is proposed, which is shown as it is until then.

    What is being made at this moment is out of date as soon as the change is committed.
    """
    ProposalsChange.objects.get_or_create(pk=1)
    ProposalsChange.objects.update(number=F("number") + 1)
    StoredProposals.objects.filter(is_stale=False).update(is_stale=True)


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


def _read(row: StoredProposals, also: Collection[int] = ()) -> ForDesk:
    """What may be shown of what was stored, in its order.  Two queries, one of them for the causes `also` wanted."""
    wanted = {key for key, _score, _reasons in row.causes} | set(also)
    told = Cause.objects.public().conditions().filter(pk=OuterRef("pk"))
    causes: Any = Cause.objects.select_related("page").annotate(may_be_proposed=Exists(told))
    known = causes.in_bulk(wanted) if wanted else {}
    proposed = {key: cause for key, cause in known.items() if cause.may_be_proposed}
    replies = _first_replies([key for key, _score, _reasons in row.cases]) if row.cases else {}
    return ForDesk(
        [Proposal(proposed[key], score, why) for key, score, why in row.causes if key in proposed],
        [Case(replies[key], score, why) for key, score, why in row.cases if key in replies],
        known,
    )


def _first_replies(questions: list[int]) -> dict[int, Any]:
    """The first public reply of each of these questions (by key) that are public.  One query."""
    public = Question.objects.public().filter(pk__in=questions)
    rows = Reply.objects.public().filter(question__in=public).select_related("question", "doctor")
    # The newest first, so that the first one stays.
    return {row.question_id: row for row in rows.order_by("-published_at", "-pk")}
