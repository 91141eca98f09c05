"""The audit entry that every action writes."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from consult.models import AuditEntry, Question

Actor = AbstractBaseUser | AnonymousUser | None


def signed_in(actor: Actor) -> Any:
    """Return the user for a column that names staff; None for the patient and for the system."""
    return actor if actor is not None and actor.is_authenticated else None


def record(*, action: str, question: Question, actor: Actor = None) -> AuditEntry:
    """Write one audit entry; `actor` is None for the patient and for the system."""
    return AuditEntry.objects.create(action=action, question_number=question.pk, actor=signed_in(actor))
