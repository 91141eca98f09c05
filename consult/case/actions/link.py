"""The patient ends every link to a case and gets a new one."""

from django.db import transaction
from django.utils import timezone

from consult.models import CaseLink, Question
from consult.question.audit import record
from consult.question.locking import lock


@transaction.atomic
def renew_link(*, question: Question) -> str:
    """Revoke every link by which the case opens; return the token of a new one.

    Links to all cases of the address open it too, so they end as well; a new one comes by mail.
    """
    question = lock(question)
    standing = CaseLink.objects.filter(revoked_at__isnull=True)
    standing.filter(question=question).update(revoked_at=timezone.now())
    if question.contact_id:
        standing.filter(contact=question.contact_id).update(revoked_at=timezone.now())
    token = CaseLink.to_case(question)
    record(action="links renewed", question=question)
    return token
