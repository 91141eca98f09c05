"""A doctor takes a question for a while, or gives it back."""

from django.db import transaction
from django.utils import timezone

from consult.models import Claim, Doctor, Question
from consult.models.claim import LASTS
from consult.question.audit import Actor, record


@transaction.atomic
def take_question(*, question: Question, doctor: Doctor, actor: Actor) -> Claim:
    """Take the question for half an hour from now; return the claim that stands, which may be a colleague's."""
    Question.objects.select_for_update().get(pk=question.pk)
    standing = Claim.objects.running().select_related("doctor").filter(question=question).first()
    if standing and standing.doctor_id != doctor.pk:
        return standing
    until = timezone.now() + LASTS
    claim, _is_new = Claim.objects.update_or_create(
        question=question, defaults={"doctor": doctor, "until": until}
    )
    if standing is None:
        record(action="taken", question=question, actor=actor)
    return claim


@transaction.atomic
def give_back(*, question: Question, doctor: Doctor, actor: Actor) -> None:
    """End the doctor's own claim, if there is one."""
    if Claim.objects.filter(question=question, doctor=doctor).delete()[0]:
        record(action="given back", question=question, actor=actor)
