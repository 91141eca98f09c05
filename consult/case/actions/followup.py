"""The patient writes again on the same case."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction

from consult.case.follow_ups import sent_followups
from consult.models import FollowUp, InformationRequest, Question, Status
from consult.models.staffing import StaffNotice, present
from consult.notifications.staff import answerers, tell
from consult.question.actions.hand_over import hand_over_followup
from consult.question.actions.red_flags import Reading, record_red_flags
from consult.question.actions.set_aside import set_aside
from consult.question.audit import record
from consult.question.follow_up_doctor import doctor_who_answers
from consult.question.locking import bump, lock


class TooManyFollowUpsError(Exception):
    """The case has as many follow-up messages as it may have."""


class NotNowError(Exception):
    """The case is not in a state in which the patient may do this."""


@transaction.atomic
def add_followup(
    *, question: Question, text: str, signs: Iterable[str] = (), reading: Reading | None = None
) -> FollowUp:
    """Add a follow-up message to an answered case, which puts it onto the desk of the doctor who answered.

    Raises NotNowError before the first reply and on a withdrawn or declined case, TooManyFollowUpsError beyond
    FOLLOW_UPS_PER_CASE.  The same text twice in a row is one message.  What was rejected counts for neither.
    The safety check reads it (record_red_flags) unless that is done (`reading`).  With `signs` of abuse the doctor
    gets it once a moderator has released it.
    """
    question = lock(question)
    if not question.state.is_replied:
        raise NotNowError
    before = sent_followups(question)
    if before and before[-1].answered_at is None and before[-1].text == text:
        return before[-1]
    if len(before) >= settings.FOLLOW_UPS_PER_CASE:
        raise TooManyFollowUpsError
    doctor = doctor_who_answers(question)
    followup = FollowUp.objects.create(question=question, text=text, meant_for=doctor)
    record(action="follow-up asked", question=question)
    record_red_flags(question=question, followup=followup, reading=reading)
    if not (signs and set_aside(post=followup, signs=signs)):
        hand_over_followup(followup=followup)
    return followup


@transaction.atomic
def give_information(*, question: Question, text: str, reading: Reading | None = None) -> FollowUp:
    """Answer what the doctor asked; the question waits for a doctor again.  Raises NotNowError otherwise.

    The safety check reads it (record_red_flags) unless that is done (`reading`).
    """
    question = lock(question)
    if not question.state.awaits_patient:
        raise NotNowError
    question.move_to(Status.WAITING)
    bump(question)
    followup = FollowUp.objects.create(question=question, kind=FollowUp.Kind.INFORMATION, text=text)
    asked = InformationRequest.objects.filter(question=question, answer__isnull=True).last()
    if asked:
        asked.answer = followup
        asked.save(update_fields=["answer"])
    record(action="information given", question=question)
    tell(
        kind=StaffNotice.Kind.INFORMATION,
        question=question,
        people=_still_at_work(asked) or answerers(question),
        key=str(followup.pk),
    )
    record_red_flags(question=question, followup=followup, reading=reading)
    return followup


def _still_at_work(asked: InformationRequest | None) -> list[Any]:
    """Who asked for it, when still at work."""
    asker = asked.asked_by_id if asked else None
    return [doctor.user for doctor in present().filter(user=asker).select_related("user")] if asker else []
