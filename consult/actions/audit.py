"""The audit entry that every action writes."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from consult.models import AuditEntry, Question

Actor = AbstractBaseUser | AnonymousUser | None


def record(*, action: str, question: Question, actor: Actor = None) -> AuditEntry:
    """Write one audit entry; `actor` is None for the patient and for the system."""
    user = actor if actor is not None and actor.is_authenticated else None
    return AuditEntry.objects.create(action=action, question_number=question.pk, actor=user)  # type: ignore[misc]
