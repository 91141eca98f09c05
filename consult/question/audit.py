"""The audit entry that every action writes, and every opening of a case by staff."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.http import HttpRequest

from consult.models import AuditEntry, Question
from consult.question.audit_chain import link_entries

Actor = AbstractBaseUser | AnonymousUser | None

OPENED = "opened"
REVIEWED = "reply reviewed"
"""Who scores a reply is not told to its doctor."""


def signed_in(actor: Actor) -> Any:
    """Return the user for a column that names staff; None for the patient and for the system."""
    return actor if actor is not None and actor.is_authenticated else None


def record(
    *, action: str, question: Question | None = None, actor: Actor = None, colleague: Actor = None
) -> AuditEntry:
    """Write one audit entry; `actor` is None for the patient and for the system.

    `colleague` is to whom or from whom the question went.
    """
    entry = AuditEntry.objects.create(
        action=action,
        question_number=question.pk if question is not None else None,
        actor=signed_in(actor),
        colleague=signed_in(colleague),
    )
    link_after_commit()
    return entry


def record_opening(request: HttpRequest, question: Question) -> None:
    """Write down that a member of staff is shown this case.  What they do with it is recorded by itself."""
    record(action=OPENED, question=question, actor=request.user)


def record_openings(request: HttpRequest, questions: Iterable[Question]) -> None:
    """The same of several that one screen shows, whole or in pieces."""
    actor = signed_in(request.user)
    entries = [AuditEntry(action=OPENED, question_number=question.pk, actor=actor) for question in questions]
    if entries:
        AuditEntry.objects.bulk_create(entries)
        link_after_commit()


def link_after_commit() -> None:
    """Add what was written to the chain, once it is committed."""
    transaction.on_commit(link_entries, robust=True)
