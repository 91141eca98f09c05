"""Which public questions stand under which cause: the rows of PublicLink, kept by the database (consult.kept)."""

from typing import Any

from django.db.models import F, FloatField, Max, QuerySet, Value
from django.db.models.functions import Coalesce

from conditions.models import CauseLink, PublicLink
from conditions.models.public_link import ADDED
from consult.kept import PUBLIC, REPLIES, Kept, Read
from consult.models import Reply


def _rows(question: int | None) -> QuerySet[Any, Any]:
    """Several replies to a question that link to the same cause make one row."""
    links = CauseLink.objects.of_public_replies().filter(
        cause__isnull=False, reply__question__published_at__isnull=False
    )
    if question is not None:
        links = links.filter(reply__question=question)
    score = Max(Coalesce("score", Value(ADDED, FloatField())))
    at = F("reply__question__published_at")
    return links.order_by().values("cause_id", number=F("reply__question"), at=at).annotate(best=score)


LINKS = Kept(
    model=PublicLink,
    prefix="public_link_",
    columns=("cause_id", "question_id", "published_at", "score"),
    rows=_rows,
    reads=(
        Read(
            CauseLink,
            f"(SELECT reply.question_id FROM {REPLIES} AS reply WHERE reply.id = {{row}}.reply_id)",  # noqa: S608  (our own constants)
            ("reply_id", "cause_id", "state", "score"),
        ),
        Read(Reply, "{row}.question_id", ("question_id", "published_at", "approved_at")),
        *PUBLIC,
    ),
)
