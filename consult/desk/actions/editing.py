"""Staff change how a question is told or filed."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from consult.events import question_changed
from consult.models import Question, Topic
from consult.question.audit import Actor, record
from consult.question.locking import bump, lock


@transaction.atomic
def edit_question(
    *,
    question: Question,
    fields: dict[str, Any],
    topics: Iterable[Topic],
    actor: Actor,
    version: int | None = None,
    reason: str = "",
) -> Question:
    """Store an editor's wording of the question and its topics.

    `fields` are attributes of Question.  Raises StaleVersionError when the stored question is not the `version`
    that the editor opened.
    """
    question = lock(question, version=version)
    for name, value in fields.items():
        setattr(question, name, value)
    bump(question, reason=reason or "edited by staff")
    question.topics.set(topics)
    record(action="edited by staff", question=question, actor=actor)
    question_changed.send(sender=Question, question=question)
    return question
