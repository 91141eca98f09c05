"""A question is passed on with a reason, keeps its waiting time, and whoever had it is told where it went."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.test import Client

from consult.desk.actions.claim import assign_question, take_over, take_question
from consult.models import Claim, OutboxMessage, Question, Reply
from consult.models.internal import InternalNote
from consult.models.staffing import StaffNotice
from consult.question.actions.publication import withdraw_question
from tests.consult.desk.team.conftest import a_doctor, client_of, desk, press
from tests.factories import NOON, QuestionFactory, ReplyFactory, SpecialtyFactory, public_question

pytestmark = pytest.mark.django_db
NOTE = "The pattern looks hereditary."


@pytest.fixture
def question(neurology: Any) -> Question:
    return QuestionFactory(specialty=neurology, asked_at=NOON - timedelta(days=3))


def pass_on(client: Client, question: Question, to: Any, **typed: Any) -> Any:
    return press(client, question, "refer", refer_to=to.pk, **{"refer_note": NOTE, **typed})


def test_it_keeps_its_waiting_time_and_the_reason_waits_for_the_next_doctor(
    doctor_client: Client, question: Question, neurology: Any, rare: Any, colleague: Any
) -> None:
    pass_on(doctor_client, question, rare)
    question.refresh_from_db()
    assert (question.specialty, question.asked_at) == (rare, NOON - timedelta(days=3))
    note = InternalNote.objects.get()
    assert (note.text, note.passed_from, note.passed_to) == (NOTE, neurology, rare)
    page = client_of(colleague).get(desk(question)).content.decode()
    assert NOTE in page
    assert "Passed on, Neurology to Rare Disease" in page


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"refer_note": ""}, ("id_refer_note", "Say why, so that nobody has to guess.")),
        ({"refer_to": "same"}, ("id_refer_to", "Choose a specialty.")),
    ],
)
def test_without_a_reason_and_to_where_it_is_nothing_is_passed(
    typed: Any, wrong: Any, doctor_client: Client, question: Question, neurology: Any, rare: Any
) -> None:
    if typed.get("refer_to") == "same":
        typed = {"refer_to": neurology.pk}
    response = press(doctor_client, question, "refer", **{"refer_to": rare.pk, "refer_note": NOTE, **typed})
    assert response.context["errors"] == [wrong]
    question.refresh_from_db()
    assert (question.specialty, InternalNote.objects.count()) == (neurology, 0)


def test_who_had_it_is_told_by_mail_and_on_the_first_page(
    doctor_client: Client, doctor: Any, question: Question, neurology: Any, rare: Any
) -> None:
    holder = a_doctor("Dr Hanna Holder", neurology)
    drafter = a_doctor("Dr Dan Drafter", neurology)
    take_question(question=question, doctor=holder, actor=holder.user)
    ReplyFactory(question=question, doctor=drafter, published_at=None)
    pass_on(doctor_client, question, rare)
    assert Claim.objects.count() == 0
    told = StaffNotice.objects.filter(kind="passed_on").order_by("user__username")
    assert [row.user.username for row in told] == ["drafter", "holder"]
    assert list(OutboxMessage.objects.values_list("kind", flat=True)) == ["staff_notice"] * 2
    page = client_of(holder).get("/admin/").content.decode()
    assert f'#{question.pk}, to Rare Disease: <q dir="auto">{NOTE}</q>' in page
    notice = told.get(user=holder.user)
    client_of(drafter).post("/admin/consult/question/notices/noted/", {"notice": notice.pk})
    assert NOTE in client_of(holder).get("/admin/").content.decode()
    client_of(holder).post("/admin/consult/question/notices/noted/", {"notice": notice.pk})
    assert NOTE not in client_of(holder).get("/admin/").content.decode()


def test_the_doctors_there_hear_of_a_new_question(
    doctor_client: Client, question: Question, rare: Any, colleague: Any
) -> None:
    pass_on(doctor_client, question, rare)
    assert list(StaffNotice.objects.values_list("user__username", "kind", "how")) == [
        ("colleague", "new", "daily")
    ]


def test_who_has_it_on_the_screen_is_told_where_it_went_and_loses_no_word(
    doctor_client: Client, question: Question, neurology: Any, rare: Any
) -> None:
    reader = client_of(a_doctor("Dr Rita Reader", neurology))
    pass_on(doctor_client, question, rare)
    response = press(reader, question, "publish", text="My half-written words", more_info="And more.")
    page = response.content.decode()
    assert (f"Question {question.pk} is not in your specialties any more" in page, NOTE in page) == (
        True,
        True,
    )
    assert [words in page for words in ("<b>Rare Disease</b>", "My half-written words", "And more.")] == [
        True
    ] * 3
    assert (question.body in page, Reply.objects.count()) == (False, 0)


def test_who_lost_it_to_a_colleague_gets_every_word_back(
    question: Question, doctor: Any, colleague: Any
) -> None:
    assign_question(question=question, doctor=colleague, seen=None, actor=doctor.user)
    reader = client_of(colleague)
    assert reader.get(desk(question)).status_code == 200
    assert press(reader, question, "keep", text="My kept words").json()["kept"] != ""
    take_over(question=question, doctor=doctor, seen=colleague.pk, actor=doctor.user)
    shown = reader.get(desk(question)).content.decode()
    assert ("My kept words" in shown, question.body in shown) == (True, False)
    typed = {
        "text": "New.",
        "refer_note": "Note of it.",
        "decline_message": "No.",
        "followup-7-answer": "Rest",
    }
    page = press(reader, question, "draft", **typed).content.decode()
    assert [words in page for words in typed.values()] == [True] * 4
    assert press(reader, question, "keep", text="More").status_code == 409


def test_what_was_kept_while_typing_is_shown_and_the_script_is_told(
    doctor_client: Client, question: Question, neurology: Any, rare: Any
) -> None:
    reader = client_of(a_doctor("Dr Rita Reader", neurology))
    assert press(reader, question, "keep", text="My kept words").json()["kept"] != ""
    pass_on(doctor_client, question, rare)
    assert press(reader, question, "keep", text="My kept words, and more").status_code == 409
    assert "My kept words" in reader.get(desk(question)).content.decode()


def test_a_specialty_that_a_note_names_stays_and_the_note_opens_to_nobody_else(
    doctor_client: Client, administrator_client: Client, question: Question, neurology: Any, rare: Any
) -> None:
    pass_on(doctor_client, question, rare)
    other = a_doctor("Dr Otto Other", SpecialtyFactory(name="Dermatology"))
    Question.objects.update(specialty=other.specialties.get())
    address = f"/admin/consult/specialty/{neurology.pk}/delete/"
    assert "Cannot delete" in administrator_client.post(address, {"post": "yes"}).content.decode()
    note = InternalNote.objects.get()
    assert (note.passed_from, note.passed_to) == (neurology, rare)
    for specialty in (neurology, rare):
        with pytest.raises(ProtectedError):
            specialty.delete()


def test_a_stranger_to_both_specialties_is_told_nothing(
    doctor_client: Client, question: Question, rare: Any
) -> None:
    pass_on(doctor_client, question, rare)
    stranger = client_of(a_doctor("Dr Sam Stranger", SpecialtyFactory(name="Dermatology")))
    assert NOTE not in stranger.get(desk(question), follow=True).content.decode()


@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_what_is_not_open_stays_where_it_is_whatever_is_sent(
    doctor_client: Client, doctor: Any, neurology: Any, rare: Any, status: str
) -> None:
    question = public_question(specialty=neurology, doctor=doctor)
    if status == "withdrawn":
        withdraw_question(question=question)
        question.refresh_from_db()
    page = pass_on(doctor_client, question, rare)
    assert "Not done: the question has become" in page.content.decode()
    question.refresh_from_db()
    assert (question.specialty, question.status, InternalNote.objects.count()) == (neurology, status, 0)


def test_of_a_question_without_a_specialty_every_doctor_is_told_where_it_went(
    doctor_client: Client, rare: Any, neurology: Any
) -> None:
    question = QuestionFactory(specialty=None)
    reader = client_of(a_doctor("Dr Rita Reader", neurology))
    assert press(reader, question, "keep", text="My kept words").json()["kept"] != ""
    press(doctor_client, question, "refer", specialty=neurology.pk, refer_to=rare.pk, refer_note=NOTE)
    for page in (reader.get(desk(question)), doctor_client.get(desk(question))):
        assert (NOTE in page.content.decode(), "<b>Rare Disease</b>" in page.content.decode()) == (True, True)
    # Who had no more than unsent words hears of it too.
    assert list(StaffNotice.objects.filter(kind="passed_on").values_list("user__username", flat=True)) == [
        "reader"
    ]


def test_who_was_given_it_from_outside_reads_where_it_went(
    doctor_client: Client, editor: Any, question: Question, rare: Any, colleague: Any
) -> None:
    given = a_doctor("Dr Gil Given", SpecialtyFactory(name="Dermatology"))
    assign_question(question=question, doctor=given, seen=None, actor=editor)
    pass_on(doctor_client, question, rare)
    assert NOTE in client_of(given).get(desk(question)).content.decode()
