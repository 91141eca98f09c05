"""The patient agrees."""

from collections.abc import Iterable

from django.utils import timezone

from consult.models import Consent, ConsentWording, Question


def give_consents(*, question: Question, wordings: Iterable[ConsentWording]) -> None:
    """Store that these wordings were agreed to just now.  For use inside an action of its own."""
    now = timezone.now()
    Consent.objects.bulk_create(
        Consent(question=question, wording=wording, kind=wording.kind, given_at=now) for wording in wordings
    )
