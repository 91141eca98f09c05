"""Which public questions have which topic: the rows of PublicTag, kept by the database (consult.kept)."""

from typing import Any

from django.db.models import F, QuerySet

from consult.kept import PUBLIC, Kept, Read
from consult.models import PublicTag, Question


def _rows(question: int | None) -> QuerySet[Any, Any]:
    """A row for each topic of a public question."""
    questions = Question.objects.public().filter(topics__isnull=False)
    if question is not None:
        questions = questions.filter(pk=question)
    return questions.order_by().values(topic=F("topics"), number=F("pk"), at=F("published_at"))


TAGS = Kept(
    model=PublicTag,
    prefix="public_tag_",
    columns=("topic_id", "question_id", "published_at"),
    rows=_rows,
    reads=(Read(Question.topics.through, "{row}.question_id", ("question_id", "topic_id")), *PUBLIC),
)
