"""What an action leaves behind: one audit entry, the mail to the patient, word to whoever keeps derived data."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consult.case.actions import followup, revise
from consult.desk.actions import claim, editing, internal, moderation, passing, reply
from consult.events import question_changed, question_erased
from consult.models import (
    AuditEntry,
    Claim,
    ConsentWording,
    Contact,
    FollowUp,
    OutboxMessage,
    PageReport,
    Question,
    Reply,
    Status,
)
from consult.models.internal import SecondOpinion
from consult.question.actions import erase, hold, publication
from tests.factories import (
    NOON,
    DoctorFactory,
    QuestionFactory,
    ReplyFactory,
    SpecialtyFactory,
    UserFactory,
    public_question,
)

pytestmark = pytest.mark.django_db


def needs_info(**fields: Any) -> Question:
    return QuestionFactory(status=Status.NEEDS_INFO, staff_message="Since when?", **fields)


def answered(**fields: Any) -> Question:
    question: Question = QuestionFactory(status=Status.ANSWERED, answered_at=NOON, **fields)
    ReplyFactory(question=question)
    return question


def drafted(**fields: Any) -> Question:
    question: Question = QuestionFactory(**fields)
    ReplyFactory(question=question, published_at=None)
    return question


def followed_up(**fields: Any) -> Question:
    return FollowUp.objects.create(question=public_question(**fields), text="And now?").question


def private(**fields: Any) -> Question:
    return answered(consents=["answer"], **fields)


def held(**fields: Any) -> Question:
    return answered(held_at=NOON, held_reason="self-harm", **fields)


def reported(**fields: Any) -> Question:
    question: Question = QuestionFactory(**fields)
    PageReport.objects.create(question=question, path="/", reason="spam")
    return question


def unsent(contact: Contact) -> Question:
    question = QuestionFactory(contact=contact)
    OutboxMessage.objects.create(kind="received", contact=contact, question=question, dedupe_key="r")
    return question


def taken(**fields: Any) -> Question:
    return Claim.objects.create(
        question=QuestionFactory(**fields), doctor=DoctorFactory(), until=timezone.now() + timedelta(hours=1)
    ).question


def asked_of_specialty(**fields: Any) -> Question:
    question: Question = QuestionFactory(**fields)
    SecondOpinion.objects.create(
        question=question,
        asked_by=DoctorFactory(user=UserFactory()),
        of_specialty=question.specialty,
        request="MRI?",
    )
    return question


def use_given(by: Any) -> None:
    SecondOpinion.objects.update(view="No.", given_by=by.doctor, given_at=NOON)
    internal.use_opinion(opinion=SecondOpinion.objects.get(), actor=by)


def the_reply(question: Question) -> Reply:
    return question.replies.get()


def write_reply(question: Question, by: Any) -> None:
    doctor = by.doctor
    reply.save_reply(
        reply=Reply(question=question, doctor=doctor, specialty=question.specialty, text="Rest."), actor=by
    )


# What is done: (question before, act of `by`, audit entry, new mail, derived data hears of it).
ACTS: dict[str, tuple[Any, Callable[[Question, Any], Any], str, str, bool]] = {
    "the patient changes it": (
        QuestionFactory,
        lambda q, by: revise.revise_question(question=q, fields={"body": "New."}, version=1),
        "edited by patient",
        "",
        False,
    ),
    "the doctor asks for more": (
        QuestionFactory,
        lambda q, by: reply.request_information(question=q, message="Since when?", actor=by),
        "needs_info",
        "needs_info",
        False,
    ),
    "the patient gives information": (
        needs_info,
        lambda q, by: followup.give_information(question=q, text="Since May."),
        "information given",
        "staff_notice",
        False,
    ),
    "the doctor declines": (
        QuestionFactory,
        lambda q, by: reply.decline_question(question=q, message="See your GP.", actor=by),
        "declined",
        "declined",
        False,
    ),
    "the doctor passes it on": (
        QuestionFactory,
        lambda q, by: passing.refer_question(
            question=q, specialty=SpecialtyFactory(name="Rare Disease"), note="Rare.", actor=by
        ),
        "referred",
        "",
        True,
    ),
    "the doctor takes it": (
        QuestionFactory,
        lambda q, by: claim.take_question(question=q, doctor=by.doctor, actor=by),
        "taken",
        "",
        False,
    ),
    "the doctor takes it over": (
        taken,
        lambda q, by: claim.take_over(question=q, doctor=by.doctor, seen=q.claim.doctor_id, actor=by),
        "taken over",
        "",
        False,
    ),
    "it is given to a doctor": (
        QuestionFactory,
        lambda q, by: claim.assign_question(question=q, doctor=by.doctor, seen=None, actor=by),
        "assigned",
        "",
        False,
    ),
    "it is given to another doctor": (
        taken,
        lambda q, by: claim.assign_question(question=q, doctor=by.doctor, seen=q.claim.doctor_id, actor=by),
        "reassigned",
        "",
        False,
    ),
    "a note is written": (
        QuestionFactory,
        lambda q, by: internal.add_note(question=q, text="Call me.", actor=by),
        "internal note",
        "",
        False,
    ),
    "a second opinion is asked for": (
        QuestionFactory,
        lambda q, by: internal.ask_opinion(
            question=q, doctor=by.doctor, of=DoctorFactory(user=UserFactory()), request="MRI?", actor=by
        ),
        "second opinion asked",
        "staff_notice",
        False,
    ),
    "a second opinion is given": (
        asked_of_specialty,
        lambda q, by: internal.give_opinion(
            opinion=SecondOpinion.objects.get(), doctor=by.doctor, view="No.", actor=by
        ),
        "second opinion given",
        "staff_notice",
        False,
    ),
    "a second opinion is used": (
        asked_of_specialty,
        lambda q, by: use_given(by),
        "second opinion used",
        "",
        False,
    ),
    "the doctor gives it back": (
        taken,
        lambda q, by: claim.give_back(question=q, doctor=q.claim.doctor, actor=by),
        "given back",
        "",
        False,
    ),
    "the doctor begins a reply": (QuestionFactory, write_reply, "reply drafted", "", False),
    "the doctor replies": (
        drafted,
        lambda q, by: reply.publish_reply(reply=the_reply(q), actor=by),
        "replied",
        "answered",
        True,
    ),
    "the doctor changes a reply": (
        answered,
        lambda q, by: reply.save_reply(reply=the_reply(q), actor=by, version=1),
        "reply changed",
        "",
        True,
    ),
    "the patient follows up": (
        answered,
        lambda q, by: followup.add_followup(question=q, text="And now?"),
        "follow-up asked",
        "staff_notice",
        False,
    ),
    "the doctor answers a follow-up": (
        followed_up,
        lambda q, by: reply.answer_followup(
            followup=q.followups.get(), answer="Rest.", doctor=by.doctor, actor=by
        ),
        "follow-up answered",
        "followup_answered",
        False,
    ),
    "an editor changes it": (
        answered,
        lambda q, by: editing.edit_question(question=q, fields={"body": "New."}, topics=[], actor=by),
        "edited by staff",
        "",
        True,
    ),
    "an editor approves": (
        answered,
        lambda q, by: publication.approve_question(question=q, actor=by),
        "approved",
        "published",
        True,
    ),
    "an editor unpublishes": (
        public_question,
        lambda q, by: publication.unpublish_question(question=q, actor=by),
        "unpublished",
        "",
        True,
    ),
    "an editor holds it back": (
        public_question,
        lambda q, by: hold.hold_question(question=q, reason="self-harm", actor=by),
        "held",
        "staff_alert",
        True,
    ),
    "an editor lifts the hold": (
        held,
        lambda q, by: hold.lift_hold(question=q, actor=by),
        "hold lifted",
        "",
        False,
    ),
    "the patient agrees to publication": (
        private,
        lambda q, by: publication.agree_to_publication(
            question=q, wording=ConsentWording.objects.current()["publish"]
        ),
        "publication agreed",
        "",
        False,
    ),
    "the patient takes publication back": (
        public_question,
        lambda q, by: publication.withdraw_publication(question=q),
        "publication withdrawn",
        "",
        True,
    ),
    "the patient withdraws": (
        public_question,
        lambda q, by: publication.withdraw_question(question=q),
        "withdrawn",
        "",
        True,
    ),
    "an editor erases": (
        public_question,
        lambda q, by: erase.erase_question(question=q, actor=by),
        "erased",
        "",
        True,
    ),
    "an editor settles a report": (
        reported,
        lambda q, by: moderation.resolve_report(report=q.reports.get(), resolution="Done.", actor=by),
        "report resolved",
        "",
        False,
    ),
    "an editor sends stuck mail again": (
        unsent,
        lambda q, by: moderation.retry_message(message=q.messages.get(), actor=by),
        "mail tried again",
        "",
        False,
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_action_leaves_its_records(name: str, doctor: Any) -> None:
    before, act, audit, mail, is_announced = ACTS[name]
    question = before(contact=Contact.objects.create(email="ada@home.example"))
    number, mails = question.pk, list(OutboxMessage.objects.values_list("pk", flat=True))
    heard: list[int] = []

    def hear(question: Question, **_: Any) -> None:
        heard.append(question.pk)

    for signal in (question_changed, question_erased):
        signal.connect(hear)
    try:
        act(question, doctor.user)
    finally:
        for signal in (question_changed, question_erased):
            signal.disconnect(hear)

    [entry] = AuditEntry.objects.filter(question_number=number)
    by = None if name.startswith("the patient") else doctor.user
    assert (entry.action, entry.actor) == (audit, by)
    new = OutboxMessage.objects.exclude(pk__in=mails).values_list("kind", flat=True)
    assert list(new) == ([mail] if mail else [])
    assert heard == ([number] if is_announced else [])
