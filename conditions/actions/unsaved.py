"""What somebody has typed into a form of a page and not saved: beside the draft, where it disturbs nobody.

Each opened form keeps its own, so that a form opened afresh takes nothing away that was kept before.
"""

from django.db import transaction
from django.utils import timezone

from conditions.models import ReferencePage, UnsavedWork
from conditions.revisions.document import Document
from consult.question.audit import Actor, signed_in


@transaction.atomic
def keep_unsaved(
    *, page: ReferencePage, document: Document, seen: str, author: Actor, reason: str, form: str = ""
) -> None:
    """Keep what somebody has typed into this form until it is saved."""
    UnsavedWork.objects.update_or_create(
        page=page,
        user=signed_in(author),
        form=form[:32],
        defaults={
            "content": document.to_json(),
            "seen": seen[:40],
            "reason": reason[:100],
            "kept_at": timezone.now(),
        },
    )


@transaction.atomic
def forget_unsaved(*, page: ReferencePage, user: Actor, form: str) -> None:
    """Throw away what somebody has typed into this form and not saved."""
    UnsavedWork.objects.of(page, signed_in(user)).filter(form=form[:32]).delete()
