"""The doctor's desk: reply, ask for more, pass on, decline, answer follow-ups."""

from typing import Any

import pytest
from django.urls import reverse

from conditions.related.upkeep.index import index_page
from conditions.related.upkeep.publication import publish
from consult.models import (
    AuditEntry,
    Correction,
    FollowUp,
    InformationRequest,
    OutboxMessage,
    Question,
    Reply,
    Snippet,
    Status,
)
from consult.question.actions.publication import withdraw_question
from tests.factories import (
    NOON,
    CauseFactory,
    DoctorFactory,
    FindingFactory,
    QuestionFactory,
    ReplyFactory,
    SpecialtyFactory,
    TopicFactory,
    public_question,
)

pytestmark = pytest.mark.django_db


def desk(question: Any) -> str:
    return reverse("admin:consult_question_change", args=[question.pk])


def typed(question: Any, **fields: Any) -> dict[str, Any]:
    """What the browser sends for a fresh reply."""
    return {
        "question_version": question.version,
        "reply_version": "",
        "text": "Please see a neurologist.",
        "safety_net": "sudden weakness",
        "more_info": "",
        "specialty": question.specialty_id or "",
        **fields,
    }


def test_a_doctor_publishes_a_reply(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    response = doctor_client.post(desk(question), typed(question, action="publish"))
    assert response.status_code == 302
    question.refresh_from_db()
    reply = question.replies.get()
    assert (question.status, reply.doctor, reply.text, reply.safety_net_lines, reply.specialty) == (
        Status.ANSWERED,
        doctor,
        "Please see a neurologist.",
        ["sudden weakness"],
        neurology,
    )
    assert reply.is_published
    assert reply.approved_at is None
    assert reply.history.first().history_user == doctor.user


def test_a_question_without_specialty_is_filed_under_the_reply(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=None)
    page = doctor_client.get(desk(question))
    assert page.context["desk"].reply_form["specialty"].value() == neurology.pk
    doctor_client.post(desk(question), typed(question, action="publish", specialty=neurology.pk))
    question.refresh_from_db()
    assert question.specialty == neurology


def test_a_draft_stays_with_staff_and_is_found_again(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    doctor_client.post(desk(question), typed(question, action="draft"))
    question.refresh_from_db()
    assert question.status == Status.WAITING
    assert question.replies.published().count() == 0
    page = doctor_client.get(desk(question))
    assert page.context["desk"].reply_form["text"].value() == "Please see a neurologist."


def test_an_empty_reply_is_not_published_and_the_rest_is_kept(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    response = doctor_client.post(desk(question), typed(question, action="publish", text=""))
    assert response.status_code == 200
    assert response.context["errors"] == [("id_text", "Write the reply first.")]
    assert "sudden weakness" in response.content.decode()
    assert not Reply.objects.exists()


def test_gaps_of_ready_made_texts_block_publication_but_not_a_draft(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    words = "Please have [[which test]] done."
    response = doctor_client.post(desk(question), typed(question, action="publish", text=words))
    assert response.context["errors"] == [("id_text", "Fill in or remove [[which test]] first.")]
    doctor_client.post(desk(question), typed(question, action="draft", text=words))
    assert question.replies.get().text == words


def test_asking_for_more_keeps_the_reply_that_was_begun(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    doctor_client.post(desk(question), typed(question, action="ask", ask_message="Since when?"))
    question.refresh_from_db()
    assert (question.status, question.staff_message) == (Status.NEEDS_INFO, "Since when?")
    assert question.replies.drafts().get().text == "Please see a neurologist."


def test_who_is_asked_already_is_not_asked_again(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    button = 'name="action" value="ask"'
    assert button in doctor_client.get(desk(question)).content.decode()
    doctor_client.post(desk(question), typed(question, action="ask", ask_message="Since when?"))
    question.refresh_from_db()
    page = doctor_client.get(desk(question)).content.decode()
    assert (button in page, "has not answered yet" in page) == (False, True)
    again = doctor_client.post(desk(question), typed(question, action="ask", ask_message="Where?", text=""))
    assert "the question has become “More information needed”" in again.content.decode()


def test_no_button_loses_a_reply_that_cannot_be_saved(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    long = "sign " * 1_000
    response = doctor_client.post(
        desk(question), typed(question, action="ask", ask_message="Since when?", safety_net=long)
    )
    assert [name for name, _words in response.context["errors"]] == ["id_safety_net"]
    assert long.strip() in response.content.decode()
    question.refresh_from_db()
    assert question.status == Status.WAITING


def test_a_reply_to_a_withdrawn_question_is_kept_and_not_sent(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    withdraw_question(question=question)
    question.refresh_from_db()
    response = doctor_client.post(desk(question), typed(question, action="publish"))
    assert "the question has become “Withdrawn by the patient”" in response.content.decode()
    assert "Please see a neurologist." in response.content.decode()
    assert not Reply.objects.exists()


def test_declining_sends_the_text_of_the_reason_unless_it_is_replaced(doctor_client, doctor, neurology):
    first, second = QuestionFactory(specialty=neurology), QuestionFactory(specialty=neurology)
    doctor_client.post(
        desk(first), {"action": "decline", "decline_reason": "own_doctor", "question_version": 1}
    )
    first.refresh_from_db()
    assert first.status == Status.DECLINED
    assert "ask the doctor who treats you" in first.staff_message
    response = doctor_client.post(desk(second), {"action": "decline", "decline_reason": "answered"})
    assert response.context["errors"] == [
        ("id_decline_message", "Fill in or remove [[address of the thread]] first.")
    ]
    doctor_client.post(
        desk(second), {"action": "decline", "decline_reason": "answered", "decline_message": "See /q/1/."}
    )
    second.refresh_from_db()
    assert second.staff_message == "See /q/1/."


def test_passing_on_keeps_the_place_in_the_queue(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    rare = SpecialtyFactory(name="Rare Disease")
    doctor_client.post(
        desk(question),
        {"action": "refer", "refer_to": rare.pk, "refer_note": "It is rare.", "question_version": 1},
    )
    question.refresh_from_db()
    assert (question.specialty, question.asked_at, question.status) == (rare, NOON, Status.WAITING)


def test_a_follow_up_is_answered_on_the_same_screen(doctor_client, doctor, neurology):
    question = public_question(doctor=doctor, specialty=neurology)
    followup = FollowUp.objects.create(question=question, text="Does it spread?")
    shown = doctor_client.get(desk(question))
    assert [exchange.message for exchange in shown.context["answering"]] == [followup]
    assert (shown.context["conversation"], "Write another reply" in shown.content.decode()) == ([], True)
    doctor_client.post(
        desk(question),
        {"action": f"followup-{followup.pk}", f"followup-{followup.pk}-answer": "It rarely does."},
    )
    followup.refresh_from_db()
    assert (followup.answer, followup.doctor) == ("It rarely does.", doctor)
    assert AuditEntry.objects.latest("pk").action == "follow-up answered"


def test_a_follow_up_that_a_colleague_answered_meanwhile_shows_both_answers(doctor_client, doctor, neurology):
    question = public_question(doctor=doctor, specialty=neurology)
    followup = FollowUp.objects.create(
        question=question, text="Does it spread?", answer="Theirs.", doctor=doctor, answered_at=NOON
    )
    response = doctor_client.post(
        desk(question), {"action": f"followup-{followup.pk}", f"followup-{followup.pk}-answer": "Mine."}
    )
    rows = response.context["desk"].conflict.differences
    assert [(row.standing, row.other) for row in rows] == [("Theirs.", "Mine.")]
    followup.refresh_from_db()
    assert followup.answer == "Theirs."


@pytest.mark.parametrize("action", ["", "followup", "followup-x", "__init__", "followup-999", "nonsense"])
def test_a_tampered_button_does_nothing(action, doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    response = doctor_client.post(
        desk(question), {"action": action, "question_version": "²", "text": "Hello"}
    )
    assert response.status_code == 200
    question.refresh_from_db()
    assert (question.status, question.version, Reply.objects.count()) == (Status.WAITING, 1, 0)


def test_the_desk_costs_the_same_however_long_the_case(
    doctor_client, doctor, neurology, django_assert_max_num_queries
):
    question = QuestionFactory(specialty=neurology)
    question.topics.add(TopicFactory(specialty=neurology))
    index_page(CauseFactory(name="Numb cheek in cold weather").page)
    publish(public_question(title="Numb cheek in cold weather", specialty=neurology))
    ReplyFactory(question=question, doctor=doctor, specialty=neurology, published_at=None)
    Snippet.objects.create(name="Rest", text="Rest.", doctor=doctor)
    doctor_client.get(desk(question))
    costs = []
    for _round in range(2):
        for _number in range(5):
            reply = ReplyFactory(question=question, specialty=neurology)
            Correction.objects.create(reply=reply, specialty=neurology, text="New.", safety_net="Fever.")
            FollowUp.objects.create(question=question, text="And now?", meant_for=doctor)
            InformationRequest.objects.create(question=question, text="Since when?", asked_by=doctor.user)
            FindingFactory(question=question)
            AuditEntry.objects.create(action="replied", question_number=question.pk)
        with django_assert_max_num_queries(25) as queries:
            page = doctor_client.get(desk(question))
        costs.append(len(queries))
    [panel] = page.context["desk"].panels
    assert (len(panel.offers), len(panel.cases)) == (1, 1)
    assert costs[0] == costs[1]


def test_the_other_window_is_not_overwritten(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    doctor_client.post(desk(question), typed(question, action="draft", text="Words of the first window."))
    response = doctor_client.post(
        desk(question), typed(question, action="draft", text="Words of the second window.")
    )
    found = [(row.label, row.standing, row.other) for row in response.context["desk"].conflict.differences]
    assert found == [("Reply", "Words of the first window.", "Words of the second window.")]
    assert question.replies.get().text == "Words of the first window."
    form = response.context["desk"].reply_form
    again = typed(
        question, action="draft", text=form["text"].value(), reply_version=form["reply_version"].value()
    )
    doctor_client.post(desk(question), again)
    assert question.replies.get().text == "Words of the second window."


def test_a_question_that_changed_meanwhile_is_read_again_before_the_reply_goes_out(
    doctor_client, doctor, neurology
):
    question = QuestionFactory(specialty=neurology)
    before = typed(question, action="publish")
    changed = Question.objects.get(pk=question.pk)
    changed.body, changed.version = "It is my right cheek after all.", 2
    changed.save()
    response = doctor_client.post(desk(question), before)
    rows = response.context["desk"].conflict.differences
    assert [(row.standing, row.other) for row in rows] == [
        ("It is my right cheek after all.", "My left cheek goes numb when it is cold outside.")
    ]
    assert not Reply.objects.exists()
    assert "Please see a neurologist." in response.content.decode()
    doctor_client.post(desk(question), {**before, "question_version": 2})
    assert question.replies.published().count() == 1


@pytest.mark.parametrize(
    "button",
    [
        {"action": "ask", "ask_message": "Since when?"},
        {"action": "decline", "decline_reason": "outside"},
        {"action": "refer", "refer_note": "It is rare."},
    ],
)
def test_no_button_acts_on_words_that_were_not_read(doctor_client, doctor, neurology, button):
    question = QuestionFactory(specialty=neurology)
    Question.objects.update(body="It is my right cheek after all.", version=2)
    rare = SpecialtyFactory(name="Rare Disease")
    sent = {**button, "refer_to": rare.pk, "question_version": 1}
    response = doctor_client.post(desk(question), sent)
    assert "Read it again before you send." in response.content.decode()
    question.refresh_from_db()
    assert (question.status, question.specialty, question.version) == (Status.WAITING, neurology, 2)
    seen = response.context["desk"].reply_form["question_version"].value()
    assert doctor_client.post(desk(question), {**sent, "question_version": seen}).status_code == 302
    question.refresh_from_db()
    assert question.version == 3


def test_nobody_writes_in_a_colleagues_reply(doctor_client, doctor, neurology):
    reply = ReplyFactory(
        question=QuestionFactory(specialty=neurology),
        doctor=DoctorFactory(),
        published_at=None,
        text="Theirs.",
    )
    page = f"{desk(reply.question)}?reply={reply.pk}"
    doctor_client.post(page, typed(reply.question, action="draft", text="Mine.", reply_version=1))
    reply.refresh_from_db()
    assert reply.text == "Theirs."


def test_the_desk_names_the_colleague_who_has_begun(doctor_client, doctor, neurology):
    reply = ReplyFactory(
        question=QuestionFactory(specialty=neurology),
        doctor=DoctorFactory(name="Dr Colleague"),
        published_at=None,
    )
    page = doctor_client.get(reverse("admin:consult_question_changelist"))
    assert "Dr Colleague began" in page.content.decode()
    assert "Dr Colleague" in doctor_client.get(desk(reply.question)).content.decode()


def test_the_patients_address_is_on_no_screen(doctor_client, doctor, neurology):
    from consult.models import Contact

    contact = Contact.objects.create(email="secret@patient.example")
    question = QuestionFactory(specialty=neurology, contact=contact)
    text = doctor_client.get(desk(question)).content.decode()
    assert "secret@patient.example" not in text
    assert "hears of your reply" in text
    doctor_client.post(desk(question), typed(question, action="publish"))
    assert OutboxMessage.objects.get().kind == OutboxMessage.Kind.ANSWERED


@pytest.mark.parametrize("action", ["take", "giveback", "draft", "preview", "save", "publish", "ask"])
def test_what_only_a_doctor_may_do_does_nothing_for_an_editor(editor_client, neurology, action):
    question = QuestionFactory(specialty=neurology)
    response = editor_client.post(desk(question), typed(question, action=action, ask_message="Since when?"))
    assert response.status_code == 200
    question.refresh_from_db()
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert (question.version, Reply.objects.count(), actions) == (1, 0, ["opened"])


def test_an_editor_who_is_no_doctor_passes_a_question_on(editor_client, neurology):
    question = QuestionFactory(specialty=neurology)
    rare = SpecialtyFactory(name="Rare Disease")
    editor_client.post(
        desk(question),
        {"action": "refer", "refer_to": rare.pk, "refer_note": "It is rare.", "question_version": 1},
    )
    question.refresh_from_db()
    assert question.specialty == rare
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["referred"]


def test_an_editor_changes_a_public_reply_and_it_stays_public(editor_client, neurology):
    question = public_question(specialty=neurology)
    reply = question.replies.get()
    page = f"{desk(question)}?reply={reply.pk}"
    sent = typed(question, action="save", text="New words.", reply_version=reply.version)
    assert "Reply changed." in editor_client.post(page, sent, follow=True).content.decode()
    assert Question.objects.public().get().replies.get().text == "New words."


@pytest.mark.parametrize(
    ("action", "fields", "wrong"),
    [
        ("draft", {"safety_net": "sign " * 1_000}, "id_safety_net"),
        ("save", {"text": ""}, "id_text"),
        ("refer", {"refer_note": "It is rare."}, "id_refer_to"),
        ("decline", {}, "id_decline_reason"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_done(doctor_client, doctor, neurology, action, fields, wrong):
    question = public_question(doctor=doctor, specialty=neurology)
    page = f"{desk(question)}?reply={question.replies.get().pk}"
    response = doctor_client.post(page, typed(question, action=action, reply_version=1, **fields))
    assert [name for name, _words in response.context["errors"]] == [wrong]
    question.refresh_from_db()
    assert (question.version, question.replies.get().version) == (1, 1)
