"""What is typed at the desk is kept on the server, for who typed it, until a button has done something with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db.models.signals import post_save
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from conditions.related.upkeep.index import index_page
from consult.desk.actions.claim import take_question
from consult.models import AuditEntry, Claim, Correction, DeskDraft, FollowUp, Question, Reply
from consult.question.actions.erase import erase_question
from consult.question.actions.publication import withdraw_question
from tests.factories import CauseFactory, QuestionFactory, ReplyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def question(neurology: Any) -> Question:
    return QuestionFactory(specialty=neurology)


def desk(question: Question) -> str:
    return reverse("admin:consult_question_change", args=[question.pk])


def send(client: Client, question: Question, action: str = "keep", **typed: Any) -> Any:
    """What the browser sends while somebody types, or with a button."""
    fields = {
        "question_version": question.version,
        "reply_version": "",
        "text": "Half a thought",
        "safety_net": "",
        "more_info": "",
        "specialty": question.specialty_id,
        **typed,
    }
    return client.post(typed.pop("at", desk(question)), {"action": action, **fields})


def form_of(client: Client, question: Question) -> Any:
    return client.get(desk(question)).context["desk"].reply_form


def test_words_come_back_into_the_form_and_are_no_reply(doctor_client, question):
    answer = send(doctor_client, question)
    assert (answer.status_code, bool(answer.json()["kept"])) == (200, True)
    assert (Reply.objects.count(), AuditEntry.objects.count()) == (0, 0)
    page = doctor_client.get(desk(question))
    assert page.context["desk"].reply_form["text"].value() == "Half a thought"
    assert "which were not sent, are back in the form" in page.content.decode()


def test_ticks_come_back_too(doctor_client, question):
    cause = CauseFactory(name="Numb cheek in cold weather")
    index_page(cause.page)
    send(doctor_client, question, causes=[cause.pk])
    [panel] = doctor_client.get(desk(question)).context["desk"].panels
    assert [(offer.name, offer.is_ticked) for offer in panel.offers] == [(cause.name, True)]


def test_the_sentences_that_stay_of_a_passage_come_back_too(doctor_client, question):
    cause = CauseFactory(name="Numb cheek", text="Cold numbs a cheek. It goes away by itself. Warmth helps.")
    index_page(cause.page)
    send(doctor_client, question, causes=[cause.pk])
    [offer] = doctor_client.get(desk(question)).context["desk"].panels[0].offers
    form = {f"digest-{offer.key}": offer.digest, f"keep-{offer.key}": ["0", "2"]}
    send(doctor_client, question, causes=[cause.pk], **form)
    [offer] = doctor_client.get(desk(question)).context["desk"].panels[0].offers
    assert [(each.text, each.is_kept) for each in offer.sentences] == [
        ("Cold numbs a cheek.", True),
        ("It goes away by itself.", False),
        ("Warmth helps.", True),
    ]


def test_they_are_for_who_typed_them(doctor_client, question, editor_client):
    send(doctor_client, question)
    assert "Half a thought" not in editor_client.get(desk(question)).content.decode()


def test_a_button_that_stores_the_reply_ends_them(doctor_client, question):
    send(doctor_client, question)
    send(doctor_client, question, "draft", text="A whole thought")
    assert DeskDraft.objects.count() == 0
    assert form_of(doctor_client, question)["text"].value() == "A whole thought"


def test_a_button_that_is_refused_keeps_them(doctor_client, question):
    send(doctor_client, question)
    assert send(doctor_client, question, "publish").status_code == 200  # no safety net
    assert DeskDraft.objects.count() == 1


def test_what_was_typed_for_another_button_stays_when_the_reply_goes_out(doctor_client, doctor, question):
    ReplyFactory(question=question, doctor=doctor)
    Question.objects.filter(pk=question.pk).update(status="answered", answered_at=timezone.now())
    question.refresh_from_db()
    followup = FollowUp.objects.create(question=question, text="And now?", meant_for=doctor)
    name = f"followup-{followup.pk}-answer"
    send(
        doctor_client, question, "publish", safety_net="Fever: call.", **{name: "Do not", "ask_message": " "}
    )
    assert DeskDraft.objects.get().fields == {name: ["Do not"]}
    page = doctor_client.get(desk(question))
    assert page.context["desk"].followup_forms[followup.pk]["answer"].value() == "Do not"
    assert page.context["desk"].reply_form["text"].value() == ""
    question.refresh_from_db()
    send(doctor_client, question, f"followup-{followup.pk}", text="", **{name: "Do not worry."})
    assert DeskDraft.objects.count() == 0


GAP = "Half a sentence [[which test]]"


@pytest.mark.parametrize("action", ["note", "giveback", "looked"])
def test_no_other_button_sends_half_a_correction(doctor_client, doctor, question, action):
    mine = ReplyFactory(question=question, doctor=doctor, text="Approved words.", approved_at=timezone.now())
    page = f"{desk(question)}?reply={mine.pk}"
    answer = send(
        doctor_client, question, action, at=page, text=GAP, note_text="Seen.", reply_version=mine.version
    )
    assert (answer.status_code, Correction.objects.count()) == (302, 0)
    mine.refresh_from_db()
    assert mine.text == "Approved words."
    assert doctor_client.get(page).context["desk"].reply_form["text"].value() == GAP


def test_what_is_no_draft_yet_stays_too(doctor_client, question):
    answer = send(
        doctor_client, question, "note", text="", more_info="Half a page of it.", note_text="Call them."
    )
    assert (answer.status_code, Reply.objects.count()) == (302, 0)
    page = doctor_client.get(desk(question)).context["desk"]
    assert page.reply_form["more_info"].value() == "Half a page of it."
    assert "note_text" not in DeskDraft.objects.get().fields


def test_of_an_empty_form_nothing_stays(doctor_client, question):
    send(doctor_client, question, "note", text="", note_text="Call them.")
    assert DeskDraft.objects.count() == 0


def test_a_form_that_was_emptied_is_no_draft(doctor_client, doctor, question):
    assert send(doctor_client, question).json()["kept"] != ""
    assert list(Question.objects.begun_by(doctor)) == [question]
    assert send(doctor_client, question, text="").json() == {"kept": ""}
    assert (DeskDraft.objects.count(), list(Question.objects.begun_by(doctor))) == (0, [])


def test_what_was_typed_for_other_buttons_alone_is_kept_without_the_empty_reply(doctor_client, question):
    send(doctor_client, question, text="", note_text="Call them.")
    assert DeskDraft.objects.get().fields == {"note_text": ["Call them."]}


def test_ticks_without_words_outlive_another_button(doctor_client, question):
    cause = CauseFactory(name="Numb cheek in cold weather")
    index_page(cause.page)
    send(doctor_client, question, "note", text="", note_text="Call them.", causes=[cause.pk])
    [panel] = doctor_client.get(desk(question)).context["desk"].panels
    assert [(offer.name, offer.is_ticked) for offer in panel.offers] == [(cause.name, True)]
    send(doctor_client, question, text="")
    assert DeskDraft.objects.count() == 0  # unticked again


def test_words_for_one_reply_do_not_come_into_another(doctor_client, doctor, question):
    mine = ReplyFactory(question=question, doctor=doctor, text="Approved words.")
    page = f"{desk(question)}?reply={mine.pk}"
    send(doctor_client, question, at=page, reply_version=mine.version)
    assert form_of(doctor_client, question)["text"].value() == ""
    there = doctor_client.get(page).context["desk"].reply_form
    assert (there["text"].value(), there["reply_version"].value()) == ("Half a thought", str(mine.version))


def test_a_conflict_is_still_found_after_they_came_back(doctor_client, doctor, question):
    draft = ReplyFactory(question=question, doctor=doctor, published_at=None, text="First.")
    send(doctor_client, question, reply_version=draft.version)
    Reply.objects.filter(pk=draft.pk).update(text="Second.", version=draft.version + 1)
    form = form_of(doctor_client, question)
    answer = send(doctor_client, question, "draft", reply_version=form["reply_version"].value())
    rows = answer.context["desk"].conflict.differences
    assert [(row.standing, row.other) for row in rows if row.label == "Reply"] == [
        ("Second.", "Half a thought")
    ]


def test_when_the_case_has_changed_it_is_said_and_the_words_stay_with_the_browser(doctor_client, question):
    Question.objects.filter(pk=question.pk).update(version=2)
    assert send(doctor_client, question).status_code == 409
    assert send(doctor_client, question, question_version=2, text="x" * 200_001).status_code == 409
    assert DeskDraft.objects.count() == 0


def test_thrown_away_they_are_gone(doctor_client, question):
    send(doctor_client, question)
    assert send(doctor_client, question, "forget").status_code == 302
    assert form_of(doctor_client, question)["text"].value() == ""


def test_typing_keeps_the_own_claim_and_takes_none(doctor_client, doctor, question):
    send(doctor_client, question)
    assert Claim.objects.count() == 0
    take_question(question=question, doctor=doctor, actor=doctor.user)
    Claim.objects.update(until=timezone.now() + timedelta(minutes=1))
    send(doctor_client, question)
    assert Claim.objects.get().until > timezone.now() + timedelta(minutes=29)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (
            "the claim ran out",
            "Dr Nora Neuron has 1 questions already, as many as one may have. Finish or give back one",
        ),
        ("the patient withdrew", "it does not wait for a doctor"),
    ],
)
def test_a_claim_that_cannot_last_on_is_said_and_the_words_are_kept(
    doctor_client, doctor, question, settings, in_that_moment, happens, why
):
    settings.OPEN_CLAIMS = 1
    take_question(question=question, doctor=doctor, actor=doctor.user)
    other = QuestionFactory(specialty=question.specialty)
    Claim.objects.create(question=other, doctor=doctor, until=timezone.now() + timedelta(hours=1))
    with in_that_moment(
        post_save,
        DeskDraft,
        lambda: (
            withdraw_question(question=question)
            if happens == "the patient withdrew"
            else Claim.objects.filter(question=question).delete()
        ),
    ):
        answer = send(doctor_client, question)
    draft = DeskDraft.objects.get()
    assert (answer.status_code, draft.fields["text"]) == (200, ["Half a thought"])
    kept = localtime(draft.kept_at).strftime("%H:%M")
    assert answer.json() == {"kept": kept, "lost": f"The question is not yours: {why}."}


def test_a_draft_of_what_one_cannot_have_is_saved_and_that_is_said(
    doctor_client, doctor, question, neurology, settings
):
    settings.OPEN_CLAIMS = 1
    other = QuestionFactory(specialty=neurology)
    Claim.objects.create(question=other, doctor=doctor, until=timezone.now() + timedelta(hours=1))
    answer = send(doctor_client, question, "draft", safety_net="Fever.")
    assert (question.replies.get().text, Claim.objects.get().question) == ("Half a thought", other)
    said = [each.message for each in get_messages(answer.wsgi_request)]
    assert said[0].startswith(f"The question is not yours: {doctor} has 1 questions already")
    assert said[1:] == ["Draft saved. Only staff can read it."]


def test_who_may_not_write_keeps_nothing(question, neurology):
    from tests.portal.roles.groups import NOBODY, with_role

    send(with_role(NOBODY), question)
    assert DeskDraft.objects.count() == 0


def test_they_go_with_the_question(doctor_client, question):
    send(doctor_client, question)
    erase_question(question=question)
    assert DeskDraft.objects.count() == 0


def test_a_session_that_ended_is_told_to_the_page(doctor_client, question, stranger):
    assert send(stranger, question).status_code == 403
    found = stranger.get("/admin/session/").json()
    assert (found["signed_in"], bool(found["token"])) == (False, True)
    assert doctor_client.get("/admin/session/").json()["signed_in"] is True
    assert "You are signed in" in doctor_client.get("/admin/signed-in/").content.decode()
