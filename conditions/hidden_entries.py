"""Which questions have an entry in the index and are not public: the rows of HiddenEntry, kept by the database."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from conditions.models import HiddenEntry, IndexEntry
from consult.kept import Kept, Read
from consult.models import PublicQuestion


def _rows(question: int | None) -> QuerySet[Any, Any]:
    """What PublicQuestion has no row of."""
    public = PublicQuestion.objects.filter(question=OuterRef("question"))
    entries = IndexEntry.objects.filter(~Exists(public), question__isnull=False)
    if question is not None:
        entries = entries.filter(question=question)
    return entries.order_by().values("question_id")


HIDDEN = Kept(
    model=HiddenEntry,
    prefix="hidden_entry_",
    columns=("question_id",),
    rows=_rows,
    reads=(
        Read(IndexEntry, "{row}.question_id", ("question_id",)),
        Read(PublicQuestion, "{row}.question_id", events=("INSERT", "DELETE")),
    ),
)
