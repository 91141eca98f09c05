"""A colleague or a specialty is asked for a view, which stays among staff until the doctor takes it into the reply."""

from typing import Any

import pytest
from django.test import Client

from consult.desk.actions.internal import ask_opinion, give_opinion
from consult.models import AuditEntry, FollowUp, Question
from consult.models.internal import SecondOpinion
from consult.models.question import Origin
from consult.models.staffing import StaffNotice
from consult.models.status import TransitionError
from consult.question.actions.publication import withdraw_question
from tests.consult.desk.team.conftest import a_doctor, client_of, desk, press
from tests.factories import QuestionFactory, public_question

pytestmark = pytest.mark.django_db
LIST = "/admin/consult/question/opinions/"
REQUEST, VIEW = "Would you order an MRI?", "Only if the other eye closes too."


@pytest.fixture
def question(neurology: Any) -> Question:
    return QuestionFactory(specialty=neurology)


def ask(client: Client, question: Question, whom: str) -> SecondOpinion:
    """By the buttons of the desk."""
    press(client, question, "askopinion", opinion_of=whom, opinion_request=REQUEST)
    return SecondOpinion.objects.get()


def page_of(opinion: SecondOpinion) -> str:
    return f"{LIST}{opinion.pk}/"


def test_a_named_colleague_reads_the_question_and_gives_a_view(
    doctor_client: Client, doctor: Any, question: Question, colleague: Any
) -> None:
    opinion = ask(doctor_client, question, f"doctor-{colleague.pk}")
    asked = client_of(colleague)
    assert "1 second opinion is asked of you" in asked.get("/admin/").content.decode()
    assert page_of(opinion) in asked.get(LIST).content.decode()
    page = asked.get(page_of(opinion)).content.decode()
    assert (question.body in page, REQUEST in page) == (True, True)
    asked.post(page_of(opinion), {"view": VIEW})
    opinion.refresh_from_db()
    assert (opinion.view, opinion.given_by) == (VIEW, colleague)
    assert "is asked of you" not in asked.get("/admin/").content.decode()
    assert [str(row.user) for row in StaffNotice.objects.filter(kind="opinion_given")] == [
        doctor.user.username
    ]
    assert VIEW in doctor_client.get(desk(question)).content.decode()
    acts = AuditEntry.objects.exclude(action="opened").order_by("pk")
    assert list(acts.values_list("action", "colleague__username")) == [
        ("second opinion asked", "colleague"),
        ("second opinion given", None),
    ]
    assert AuditEntry.objects.filter(action="opened", actor=colleague.user).count() == 1


def test_being_asked_opens_that_one_screen_and_nothing_else(
    doctor_client: Client, question: Question, colleague: Any
) -> None:
    opinion = ask(doctor_client, question, f"doctor-{colleague.pk}")
    asked = client_of(colleague)
    assert asked.get(desk(question)).status_code == 302
    press(asked, question, "publish", text="My reply.")
    assert question.replies.count() == 0
    third = client_of(a_doctor("Dr Theo Third", question.specialty))
    assert third.get(page_of(opinion)).status_code == 404
    assert third.post(page_of(opinion), {"view": VIEW}).status_code == 404


def test_whoever_of_a_specialty_is_first_gives_it_and_no_view_is_overwritten(
    doctor_client: Client, question: Question, rare: Any, colleague: Any
) -> None:
    second = a_doctor("Dr Sia Second", rare)
    opinion = ask(doctor_client, question, f"specialty-{rare.pk}")
    clients = [client_of(colleague), client_of(second)]
    assert [opinion.asked_whom in client.get(LIST).content.decode() for client in clients] == [True, True]
    clients[0].post(page_of(opinion), {"view": VIEW})
    late = clients[1].post(page_of(opinion), {"view": "Mine, later."})
    opinion.refresh_from_db()
    assert (opinion.view, opinion.given_by) == (VIEW, colleague)
    page = late.content.decode()
    assert ("Somebody has given it meanwhile." in page, VIEW in page, "Mine, later." in page) == (True,) * 3


def test_the_doctor_takes_it_into_the_draft_and_what_was_typed_stays(
    doctor_client: Client, doctor: Any, question: Question, colleague: Any
) -> None:
    opinion = ask_opinion(question=question, doctor=doctor, of=colleague, request=REQUEST, actor=doctor.user)
    give_opinion(opinion=opinion, doctor=colleague, view=VIEW, actor=colleague.user)
    press(doctor_client, question, f"useopinion-{opinion.pk}", text="Half a thought.")
    opinion.refresh_from_db()
    draft = question.replies.get()
    assert (draft.text, draft.is_published) == (f"Half a thought.\n\n{VIEW}", False)
    assert opinion.used_at is not None
    assert AuditEntry.objects.latest("pk").action == "second opinion used"


def test_on_a_message_it_goes_into_the_answer_and_begins_no_second_reply(
    doctor_client: Client, doctor: Any, neurology: Any, colleague: Any
) -> None:
    question = public_question(doctor=doctor, specialty=neurology)
    message = FollowUp.objects.create(question=question, text="And now?", meant_for=doctor)
    opinion = ask_opinion(question=question, doctor=doctor, of=colleague, request=REQUEST, actor=doctor.user)
    give_opinion(opinion=opinion, doctor=colleague, view=VIEW, actor=colleague.user)
    assert "Put it into my answer" in doctor_client.get(desk(question)).content.decode()
    answer = f"followup-{message.pk}-answer"
    press(doctor_client, question, f"useopinion-{opinion.pk}", **{answer: "Half a thought."})
    assert question.replies.count() == 1
    form = doctor_client.get(desk(question)).context["desk"].followup_forms[message.pk]
    assert form["answer"].value() == f"Half a thought.\n\n{VIEW}"
    opinion.refresh_from_db()
    assert opinion.used_at is not None


def test_nobody_is_said_to_be_told_who_is_not(
    doctor_client: Client, doctor: Any, neurology: Any, colleague: Any, editor_client: Client
) -> None:
    for origin, given, assigned in (
        (Origin.PATIENT, "Given: Dr Nora Neuron is told.", "Dr Nora Neuron has it now, and is told."),
        (Origin.DEMO, "Given to Dr Nora Neuron.", "Dr Nora Neuron has it now."),
    ):
        question = QuestionFactory(specialty=neurology, origin=origin)
        opinion = ask_opinion(
            question=question, doctor=doctor, of=colleague, request=REQUEST, actor=doctor.user
        )
        said = client_of(colleague).post(page_of(opinion), {"view": VIEW}, follow=True)
        assert [str(each) for each in said.context["messages"]] == [given]
        editor = editor_client.post(
            desk(question),
            {"action": "assign", "assign_to": doctor.pk, "question_version": question.version},
            follow=True,
        )
        assert [str(each) for each in editor.context["messages"]] == [assigned]


def test_what_was_not_given_cannot_be_used_and_nobody_asks_without_words(
    doctor_client: Client, question: Question, colleague: Any
) -> None:
    opinion = ask(doctor_client, question, f"doctor-{colleague.pk}")
    press(doctor_client, question, f"useopinion-{opinion.pk}")
    response = press(doctor_client, question, "askopinion", opinion_of="doctor-999", opinion_request="")
    assert response.context["errors"] == [
        ("id_opinion_of", "Choose a colleague or a specialty."),
        ("id_opinion_request", "Write what you would like to know."),
    ]
    assert (question.replies.count(), SecondOpinion.objects.filter(used_at=None).count()) == (0, 1)


def test_what_is_done_with_is_asked_no_more(
    doctor_client: Client, question: Question, colleague: Any
) -> None:
    ask(doctor_client, question, f"doctor-{colleague.pk}")
    press(doctor_client, question, "publish", text="See a doctor.")
    assert SecondOpinion.objects.open().count() == 0


def test_editors_and_strangers_are_asked_nothing(editor_client: Client, stranger: Client) -> None:
    assert editor_client.get(LIST).status_code == 403
    assert stranger.get(LIST).status_code == 302


@pytest.mark.parametrize("closed", ["withdrawn", "answered"])
def test_a_case_that_was_closed_meanwhile_is_not_read_any_more_and_no_word_is_lost(
    doctor_client: Client, question: Question, colleague: Any, closed: str
) -> None:
    opinion = ask(doctor_client, question, f"doctor-{colleague.pk}")
    if closed == "withdrawn":
        withdraw_question(question=question)
    else:
        press(doctor_client, question, "publish", text="Rest.")
    asked = client_of(colleague)
    page = asked.get(page_of(opinion)).content.decode()
    assert (question.body in page, "cannot be opened by you any more" in page) == (False, True)
    assert VIEW in asked.post(page_of(opinion), {"view": VIEW}).content.decode()
    opinion.refresh_from_db()
    assert opinion.view == ""


def test_what_was_given_is_read_until_the_patient_takes_the_case_back(
    doctor_client: Client, question: Question, colleague: Any, doctor: Any
) -> None:
    opinion = ask(doctor_client, question, f"doctor-{colleague.pk}")
    asked = client_of(colleague)
    asked.post(page_of(opinion), {"view": VIEW})
    press(doctor_client, question, "publish", text="Rest.")
    assert question.body in asked.get(page_of(opinion)).content.decode()
    withdraw_question(question=question)
    assert question.body not in asked.get(page_of(opinion)).content.decode()
    with pytest.raises(TransitionError):
        ask_opinion(question=question, doctor=doctor, of=colleague, request=REQUEST, actor=doctor.user)
    assert b"askopinion" not in doctor_client.get(desk(question)).content


def test_next_goes_on_to_another_question_while_the_view_is_awaited(
    doctor_client: Client, question: Question, neurology: Any, colleague: Any
) -> None:
    following, take = QuestionFactory(specialty=neurology), "/admin/consult/question/take/"
    assert doctor_client.post(take)["Location"] == desk(question)
    opinion = ask(doctor_client, question, f"doctor-{colleague.pk}")
    assert doctor_client.get("/admin/").context["first"] == following
    assert doctor_client.post(take)["Location"] == desk(following)
    give_opinion(opinion=opinion, doctor=colleague, view=VIEW, actor=colleague.user)
    assert doctor_client.get("/admin/").context["first"] == question
