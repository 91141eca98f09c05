"""Work is shared out: questions are given to a doctor, reassigned, taken over; there is a cap; the absent have none."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from consult.case.actions.followup import add_followup
from consult.desk.actions.absence import give_back_of_absent
from consult.desk.actions.claim import SharingError, assign_question, take_question
from consult.models import AuditEntry, Claim, Question
from consult.models.safety import DangerLevel
from consult.models.staffing import Absence, StaffNotice
from consult.question.audit_chain import check_chain, link_entries
from tests.consult.desk.team.conftest import a_doctor, client_of, desk, press
from tests.factories import QuestionFactory, ReplyFactory

pytestmark = pytest.mark.django_db
TAKE, ABSENCES = "/admin/consult/question/take/", "/admin/consult/absence/"


@pytest.fixture
def question(neurology: Any) -> Question:
    return QuestionFactory(specialty=neurology)


@pytest.fixture
def second(neurology: Any) -> Any:
    """Another doctor of the specialty."""
    return a_doctor("Dr Sia Second", neurology)


def trail() -> list[tuple[Any, ...]]:
    """What the audit trail says: what was done, by whom, from or to whom."""
    found = AuditEntry.objects.exclude(action="opened").order_by("pk")
    return list(found.values_list("action", "actor__username", "colleague__username"))


def told(kind: str) -> list[str]:
    rows = StaffNotice.objects.filter(kind=kind).order_by("pk")
    return list(rows.values_list("user__username", flat=True))


def away(doctor: Any, first: int = 0, last: int = 3) -> Absence:
    today = timezone.localdate()
    return Absence.objects.create(
        doctor=doctor, first_day=today + timedelta(days=first), last_day=today + timedelta(days=last)
    )


def test_a_question_is_given_to_a_doctor_who_could_not_open_it_before(
    editor_client: Client, question: Question, colleague: Any
) -> None:
    theirs = client_of(colleague)
    assert theirs.get(desk(question)).status_code == 302
    press(editor_client, question, "assign", assign_to=colleague.pk, assign_seen="")
    claim = Claim.objects.get()
    assert (claim.doctor, claim.assigned_by.username) == (colleague, "editor")
    assert claim.until > timezone.now() + timedelta(hours=47)
    page = theirs.get(desk(question)).content.decode()
    assert "<bdi>editor</bdi> gave it to you" in page
    assert theirs.post(TAKE)["Location"] == desk(question)
    assert Claim.objects.get().until == claim.until
    press(theirs, question, "publish", text="See a doctor.")
    assert question.replies.get().doctor == colleague
    assert trail()[0] == ("assigned", "editor", "colleague")
    assert told("assigned") == ["colleague"]


def test_reassigning_tells_both_and_no_two_people_overwrite_each_other(
    editor_client: Client, editor: Any, question: Question, doctor: Any, second: Any
) -> None:
    assign_question(question=question, doctor=doctor, seen=None, actor=editor)
    late = press(editor_client, question, "assign", assign_to=second.pk, assign_seen="")
    assert f"Not done: meanwhile {doctor} has it." in late.content.decode()
    press(editor_client, question, "assign", assign_to=second.pk, assign_seen=doctor.pk)
    assert Claim.objects.get().doctor == second
    assert trail() == [("assigned", "editor", "doctor"), ("reassigned", "editor", "second")]
    assert (told("assigned"), told("taken_over")) == (["doctor", "second"], ["doctor"])


def test_who_has_a_question_may_hand_it_over_and_who_has_it_not_may_not(
    doctor_client: Client, doctor: Any, question: Question, second: Any
) -> None:
    press(doctor_client, question, "assign", assign_to=second.pk, assign_seen="")
    assert Claim.objects.count() == 0
    press(doctor_client, question, "take")
    press(doctor_client, question, "assign", assign_to=second.pk, assign_seen=doctor.pk)
    assert Claim.objects.get().doctor == second


def test_it_is_taken_over_on_record_and_the_former_holder_is_told_by_whom(
    doctor_client: Client, doctor: Any, question: Question, second: Any
) -> None:
    take_question(question=question, doctor=second, actor=second.user)
    assert f'value="takeover-{second.pk}"' in doctor_client.get(desk(question)).content.decode()
    press(doctor_client, question, f"takeover-{second.pk}", text="Half a thought")
    assert (Claim.objects.get().doctor, question.replies.get().text) == (doctor, "Half a thought")
    assert trail()[-1] == ("taken over", "doctor", "second")
    page = client_of(second).get("/admin/").content.decode()
    assert f"#{question.pk}, to <bdi>{doctor}</bdi>" in page


def test_who_reads_an_old_screen_takes_nothing_from_a_third(
    doctor_client: Client, question: Question, second: Any, neurology: Any
) -> None:
    third = a_doctor("Dr Theo Third", neurology)
    take_question(question=question, doctor=third, actor=third.user)
    response = doctor_client.post(
        desk(question), {"action": f"takeover-{second.pk}", "question_version": 1}, follow=True
    )
    assert f"Meanwhile {third} has it." in response.content.decode()
    assert Claim.objects.get().doctor == third


def test_a_doctor_has_so_many_at_once_and_danger_is_always_taken(
    doctor_client: Client, doctor: Any, editor: Any, neurology: Any, settings: Any
) -> None:
    settings.OPEN_CLAIMS = 2
    first, second, third = QuestionFactory.create_batch(3, specialty=neurology)
    for question in (first, second):
        press(doctor_client, question, "take")
    refused = press(doctor_client, third, "take").content.decode()
    assert f"{doctor} has 2 questions already" in refused
    with pytest.raises(SharingError):
        assign_question(question=third, doctor=doctor, seen=None, actor=editor)
    press(doctor_client, third, "draft", text="Kept all the same")
    assert (Claim.objects.count(), third.replies.get().text) == (2, "Kept all the same")
    third.danger_level = DangerLevel.NOW
    third.save()
    press(doctor_client, third, "take")
    assert Claim.objects.count() == 3


def test_what_the_absent_had_flows_back_and_is_offered_to_colleagues(
    doctor_client: Client, doctor: Any, question: Question, second: Any
) -> None:
    take_question(question=question, doctor=doctor, actor=doctor.user)
    today = timezone.localdate()
    doctor_client.post(
        f"{ABSENCES}add/",
        {"first_day": today.isoformat(), "last_day": (today + timedelta(days=7)).isoformat()},
    )
    assert (Absence.objects.get().doctor, Claim.objects.count()) == (doctor, 0)
    assert trail()[-1] == ("flowed back", "doctor", "doctor")
    assert client_of(second).post(TAKE)["Location"] == desk(question)


def test_an_absence_that_begins_later_takes_its_claims_back_then(doctor: Any, question: Question) -> None:
    take_question(question=question, doctor=doctor, actor=doctor.user)
    away(doctor, first=1)
    today = timezone.localdate()
    assert [give_back_of_absent(today=today + timedelta(days=days)) for days in (0, 1, 1)] == [0, 1, 0]


def test_nothing_is_given_to_who_is_away_or_unlicensed(
    editor: Any, editor_client: Client, question: Question, doctor: Any, second: Any
) -> None:
    away(doctor)
    second.licence_verified_on, second.licence_verified_by = None, ""
    second.save()
    choices = editor_client.get(desk(question)).context["desk"].team.assign_form.fields["assign_to"].choices
    assert list(choices) == [("", "Choose a doctor")]
    for each in (doctor, second):
        with pytest.raises(SharingError):
            assign_question(question=question, doctor=each, seen=None, actor=editor)


def test_a_doctor_sees_and_changes_no_absence_of_a_colleague(doctor_client: Client, second: Any) -> None:
    theirs = away(second)
    assert doctor_client.get(f"{ABSENCES}{theirs.pk}/change/").status_code == 302
    assert second.name not in doctor_client.get(ABSENCES).content.decode()


def test_what_is_given_flows_back_when_nothing_is_done_with_it(
    editor: Any, question: Question, doctor: Any, second: Any
) -> None:
    assign_question(question=question, doctor=doctor, seen=None, actor=editor)
    Claim.objects.update(until=timezone.now())
    claim = take_question(question=question, doctor=second, actor=second.user)
    assert (claim.doctor, claim.assigned_by) == (second, None)


def test_the_chain_of_the_trail_covers_whom_it_concerned(
    editor: Any, question: Question, doctor: Any
) -> None:
    assign_question(question=question, doctor=doctor, seen=None, actor=editor)
    link_entries()
    assert check_chain().broken_at is None
    from consult.common.immutable import unprotected

    with unprotected("consult_auditentry"):
        AuditEntry.objects.filter(action="assigned").update(colleague=editor)
    assert check_chain().broken_at == AuditEntry.objects.get(action="assigned").pk


def test_a_drafted_question_stays_open_to_its_author_after_it_was_given_away(
    doctor_client: Client, doctor: Any, editor: Any, question: Question, second: Any
) -> None:
    ReplyFactory(question=question, doctor=doctor, published_at=None)
    assign_question(question=question, doctor=second, seen=None, actor=editor)
    page = doctor_client.get(desk(question)).content.decode()
    assert f"<bdi>{second.name}</bdi> was given this question" in page


@pytest.mark.parametrize(
    "gone", [{"is_active": False}, {"licence_expires_on": timezone.localdate() - timedelta(1)}]
)
def test_what_somebody_has_who_answers_here_no_more_flows_back(
    editor: Any, doctor: Any, second: Any, neurology: Any, question: Question, gone: dict[str, Any]
) -> None:
    assign_question(question=question, doctor=doctor, seen=None, actor=editor)
    other = QuestionFactory(specialty=neurology)
    take_question(question=other, doctor=doctor, actor=doctor.user)
    message = add_followup(
        question=ReplyFactory(doctor=doctor, question__specialty=neurology).question, text="?"
    )
    assert give_back_of_absent(today=timezone.localdate()) == 0
    assert list(Question.objects.waiting(second)) == [question, other]
    type(doctor).objects.filter(pk=doctor.pk).update(**gone)
    assert give_back_of_absent(today=timezone.localdate()) == 2
    # A message that was meant for them is a colleague's to answer.
    assert list(Question.objects.waiting(second)) == [question, other, message.question]
    assert trail()[-2:] == [("flowed back", None, "doctor")] * 2


def test_it_flows_back_at_once_when_an_administrator_makes_the_doctor_inactive(
    administrator_client: Client, doctor: Any, neurology: Any, question: Question
) -> None:
    take_question(question=question, doctor=doctor, actor=doctor.user)
    address = f"/admin/consult/doctor/{doctor.pk}/change/"
    form = administrator_client.get(address).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    administrator_client.post(address, {**sent, "is_active": ""})
    doctor.refresh_from_db()
    assert (doctor.is_active, Claim.objects.count()) == (False, 0)


def test_a_case_in_which_a_message_waits_is_given_too(
    editor_client: Client, doctor: Any, colleague: Any, neurology: Any
) -> None:
    reply = ReplyFactory(doctor=doctor, question__specialty=neurology)
    add_followup(question=reply.question, text="And now?")
    press(editor_client, reply.question, "assign", assign_to=colleague.pk, assign_seen="")
    assert Claim.objects.get().doctor == colleague
    assert reply.question.body in client_of(colleague).get(desk(reply.question)).content.decode()
