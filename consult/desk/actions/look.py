"""What a moderator has looked at."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from consult.desk.looks import Seen
from consult.models import Question
from consult.models.look import CaseLook
from consult.question.audit import Actor, record


@transaction.atomic
def keep_look(*, question: Question, user: Any, seen: Seen) -> CaseLook:
    """Keep which versions of its texts this person has seen: what changes from now on is shown to them as changed."""
    look = CaseLook(
        question=question,
        user=user,
        seen=seen.versions,
        marks=seen.marks,
        version=question.version,
        looked_at=timezone.now(),
    )
    # In one statement, which no second look of the same moment can come between.
    [kept] = CaseLook.objects.bulk_create(
        [look],
        update_conflicts=True,
        unique_fields=["question", "user"],
        update_fields=["seen", "marks", "version", "looked_at"],
    )
    return kept


@transaction.atomic
def mark_looked_at(*, question: Question, actor: Actor, seen: Seen) -> CaseLook:
    """Keep that this person says to have read the case as it stands."""
    record(action="marked as looked at", question=question, actor=actor)
    return keep_look(question=question, user=actor, seen=seen)
