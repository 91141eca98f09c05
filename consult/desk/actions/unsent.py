"""What is typed at the desk is kept on the server until a button has done something with it."""

from typing import Any

from django.db import transaction

from consult.models import DeskDraft, Question


@transaction.atomic
def keep_unsent(*, question: Question, user: Any, fields: dict[str, list[str]]) -> DeskDraft | None:
    """Keep everything that stands in this person's form of the question; nothing is kept of an empty one."""
    if not fields:
        DeskDraft.objects.filter(question=question, user=user).delete()
        return None
    draft, _is_new = DeskDraft.objects.update_or_create(
        question=question, user=user, defaults={"fields": fields}
    )
    return draft
