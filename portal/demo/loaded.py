"""Remembers what the demo has put here once, so that what staff or patients take away stays away."""

import hashlib

from consult.models import AuditEntry, Question


def was_loaded(kind: str, key: str) -> bool:
    """Whether this entry of the demo content is here, or was here once."""
    return AuditEntry.objects.filter(action=_words(kind, key)).exists()


def remember(kind: str, key: str, question: Question | None = None) -> None:
    """Write the audit entry of a loaded page or thread.  It holds none of its words and outlives an erasure."""
    AuditEntry.objects.create(action=_words(kind, key), question_number=question.pk if question else None)


def _words(kind: str, key: str) -> str:
    """The action of the audit entry, at most 40 characters."""
    return f"demo {kind} loaded {hashlib.sha256(key.encode()).hexdigest()[:12]}"
