"""Every reply says when to seek care now: without it nothing is published and nothing is approved."""

from typing import Any

import pytest
from django.urls import reverse

from consult.desk.actions.reply import publish_reply
from consult.models import Status
from consult.question.actions.publication import NotPublishableError, approve_question
from tests.conditions.admin.test_cause_panel import sent
from tests.consult.desk.test_approval import typed
from tests.factories import (
    NOON,
    CauseFactory,
    CauseGroupFactory,
    CauseLinkFactory,
    QuestionFactory,
    ReferencePageFactory,
    ReplyFactory,
    public_question,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NO_NET = "Say when the patient has to seek care now. Every reply needs it: one line for each sign."


@pytest.fixture
def question(neurology):
    return QuestionFactory(specialty=neurology)


@pytest.fixture
def palsy(db):
    """A cause on a page with two warning signs."""
    page = ReferencePageFactory(
        warning_signs="Weak arm: call an ambulance\n\nSevere headache: go to hospital"
    )
    return CauseFactory(group=CauseGroupFactory(page=page), name="Bell's palsy")


def desk(question: Any) -> str:
    return reverse("admin:consult_question_change", args=[question.pk])


@pytest.mark.parametrize("nothing", ["", "  \n - \n•"])
def test_a_reply_without_a_safety_net_is_not_published(doctor_client, question, nothing):
    page = doctor_client.post(desk(question), sent(question, safety_net=nothing))
    assert page.context["errors"] == [("id_safety_net", NO_NET)]
    question.refresh_from_db()
    assert (question.status, question.replies.count()) == (Status.WAITING, 0)


def test_a_draft_needs_none(doctor_client, question):
    doctor_client.post(desk(question), sent(question, action="draft", safety_net=""))
    assert question.replies.drafts().get().safety_net == ""


def test_no_other_way_publishes_it(question):
    reply = ReplyFactory(question=question, published_at=None, safety_net="-")
    with pytest.raises(NotPublishableError):
        publish_reply(reply=reply, actor=None)


def test_it_is_filled_in_from_the_ticked_causes_and_read_before_it_goes_out(doctor_client, question, palsy):
    page = doctor_client.post(desk(question), sent(question, safety_net="", more_causes=[palsy.pk]))
    [(field, words)] = page.context["errors"]
    assert (field, words.startswith("The warning signs of the causes you ticked")) == ("id_safety_net", True)
    net = page.context["desk"].reply_form["safety_net"].value()
    assert net == "Weak arm: call an ambulance\nSevere headache: go to hospital"
    doctor_client.post(desk(question), sent(question, safety_net=net, more_causes=[palsy.pk]))
    assert question.replies.published().get().safety_net == net


SIGNS = "Weak arm: call an ambulance\nSevere headache: go to hospital"


@pytest.mark.parametrize("target", ["more_causes", "more_pages", "causes"])
def test_below_what_the_doctor_wrote_comes_what_is_missing_of_the_signs(
    doctor_client, question, palsy, target
):
    chosen = {target: [palsy.page_id if target == "more_pages" else palsy.pk]}
    typed_net = "  Fever.\nSevere headache: go to hospital"
    page = doctor_client.post(desk(question), sent(question, safety_net=typed_net, **chosen))
    [(field, words)] = page.context["errors"]
    assert (field, words.startswith("The warning signs of the causes you ticked")) == ("id_safety_net", True)
    screen = page.context["desk"]
    assert screen.reply_form["safety_net"].value() == f"{typed_net}\nWeak arm: call an ambulance"
    doctor_client.post(desk(question), sent(question, safety_net="Fever.", net_of=screen.net_of, **chosen))
    assert question.replies.published().get().safety_net == "Fever."  # what was taken out stays out


def test_a_draft_shows_the_signs_of_what_is_linked_later(doctor_client, doctor, question, palsy):
    draft = ReplyFactory(question=question, doctor=doctor, published_at=None, safety_net="Fever.")
    for _round in range(2):  # once it is linked, its signs are not added again
        draft.refresh_from_db()
        doctor_client.post(
            desk(question), sent(question, action="draft", safety_net=draft.safety_net, causes=[palsy.pk])
        )
    draft.refresh_from_db()
    assert draft.safety_net == f"Fever.\n{SIGNS}"
    doctor_client.post(desk(question), sent(question, safety_net="Fever.", causes=[palsy.pk]))
    assert question.replies.published().get().safety_net == "Fever."


def test_the_search_of_the_desk_brings_the_signs_along(doctor_client, palsy):
    address = reverse("admin:autocomplete") + "?app_label=conditions&model_name=causelink&field_name="
    found = {
        name: doctor_client.get(f"{address}{name}&term={term}").json()["results"]
        for name, term in (("cause", "Bell"), ("page", palsy.page.title))
    }
    assert {name: [(row["key"], row["signs"]) for row in rows] for name, rows in found.items()} == {
        "cause": [(f"cause-{palsy.pk}", palsy.page.warning_signs)],
        "page": [(f"page-{palsy.page_id}", palsy.page.warning_signs)],
    }


def test_a_draft_takes_the_signs_of_a_linked_cause(doctor_client, doctor, question, palsy):
    draft = ReplyFactory(question=question, doctor=doctor, published_at=None, safety_net="")
    CauseLinkFactory(reply=draft, cause=palsy)
    doctor_client.post(desk(question), sent(question, action="draft", safety_net="", causes=[palsy.pk]))
    draft.refresh_from_db()
    assert draft.safety_net_lines == ["Weak arm: call an ambulance", "Severe headache: go to hospital"]


@pytest.mark.parametrize("approved", [None, NOON])
def test_an_editor_approves_no_thread_in_which_a_reply_has_none(editor_client, question, approved):
    reply = ReplyFactory(safety_net="", approved_at=approved)
    with pytest.raises(NotPublishableError):
        approve_question(question=reply.question, actor=None)
    address = reverse("admin:consult_question_approve", args=[reply.question.pk])
    page = editor_client.post(address, typed(reply.question, action="approve"))
    assert f"The reply of {reply.doctor.name} does not say when to seek care now." in page.content.decode()
    reply.question.refresh_from_db()
    assert reply.question.status == Status.ANSWERED


def test_a_published_reply_does_not_lose_it(doctor_client, doctor, neurology):
    question = public_question(doctor=doctor, specialty=neurology)
    address = f"{desk(question)}?reply={question.replies.get().pk}"
    page = doctor_client.post(address, sent(question, action="save", safety_net=""))
    assert page.context["errors"] == [("id_safety_net", NO_NET)]
