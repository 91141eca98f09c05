"""A doctor ticks the causes that fit, on the form of the reply."""

import re
from typing import Any

import pytest
from django.urls import reverse

from conditions.actions.passages import take_passages
from conditions.admin import cause_panel
from conditions.models import Cause, CauseLink, Citation
from conditions.related.upkeep.index import index_page
from tests.factories import NOON, CauseFactory, CauseLinkFactory, QuestionFactory, ReplyFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def palsy(db):
    """A cause that the engine proposes for whoever names it, and another cause of its page."""
    cause = CauseFactory(name="Bell's palsy", slug="palsy", text="Half of the face becomes weak.")
    CauseFactory(group=cause.group, name="Kidney stones", text="Pain in the flank.")
    index_page(cause.page)
    return cause


@pytest.fixture
def question(neurology):
    return QuestionFactory(title="Is it Bell's palsy?", body="My face hangs.", specialty=neurology)


@pytest.fixture
def draft(question, doctor):
    """The doctor's own draft of a reply."""
    return ReplyFactory(question=question, doctor=doctor, published_at=None)


def desk(question: Any) -> str:
    return reverse("admin:consult_question_change", args=[question.pk])


def offered(page: Any) -> dict[str, bool]:
    """The causes of the panel, and whether each is ticked."""
    [panel] = page.context["desk"].panels
    return {offer.name: offer.is_ticked for offer in panel.offers}


def sent(question: Any, **fields: Any) -> dict[str, Any]:
    """What the browser sends when the doctor publishes."""
    reply = question.replies.first()
    return {
        "question_version": question.version,
        "reply_version": reply.version if reply else "",
        "text": "Please see a neurologist.",
        "safety_net": "sudden weakness",
        "more_info": "",
        "specialty": question.specialty_id,
        "action": "publish",
        **fields,
    }


def states(question: Any) -> dict[str, str]:
    return dict(CauseLink.objects.filter(reply__question=question).values_list("cause__name", "state"))


def test_a_proposed_cause_is_offered_with_its_reason_and_not_ticked(doctor_client, question, palsy):
    page = doctor_client.get(desk(question))
    assert offered(page) == {"Bell's palsy": False}
    assert "Mentions Bell&#x27;s palsy" in page.content.decode()


def test_what_was_copied_names_its_source_and_when_it_was_read(doctor_client, doctor, question, palsy):
    citation = Citation.objects.create(cause=palsy, source=SourceFactory())
    reply = ReplyFactory(question=question, doctor=doctor)
    CauseLinkFactory(reply=reply, cause=palsy)
    take_passages(reply=reply)
    page = doctor_client.get(f"{desk(question)}?reply={reply.pk}").content.decode()
    offer = page.partition('class="cause-offer"')[2].partition("cause-passage")[0]
    assert (citation.source.title in offer, "accessed " in offer) == (True, True)


def test_what_is_proposed_or_ticked_names_its_sources_too(doctor_client, question, palsy, draft):
    stones = Cause.objects.get(name="Kidney stones")
    sources = {
        name: Citation.objects.create(source=SourceFactory(title=f"On {name}"), **target).source
        for name, target in (
            ("palsy", {"cause": palsy}),
            ("stones", {"cause": stones}),
            ("page", {"page": palsy.page, "section": Citation.Section.LEAD}),
        )
    }
    CauseLinkFactory(reply=draft, cause=stones)
    CauseLinkFactory(reply=draft, cause=None, page=palsy.page)
    [panel] = doctor_client.get(desk(question)).context["desk"].panels
    told = {
        (offer.name, offer.is_ticked): [(each.title, each.accessed_on) for each in offer.sources]
        for offer in panel.offers
    }
    assert told == {
        ("Bell's palsy", False): [("On palsy", sources["palsy"].accessed_on)],
        ("Kidney stones", True): [("On stones", sources["stones"].accessed_on)],
        (palsy.page.title, True): [("On page", sources["page"].accessed_on)],
    }


def test_what_must_not_wait_says_so(doctor_client, question, palsy):
    mark = '<span class="badge badge-today">must not wait</span>'
    assert mark not in doctor_client.get(desk(question)).content.decode()
    Cause.objects.filter(pk=palsy.pk).update(is_urgent=True)
    assert mark in doctor_client.get(desk(question)).content.decode()


def test_what_is_ticked_and_what_is_found_by_search_are_linked(doctor_client, doctor, question, palsy):
    stones = Cause.objects.get(name="Kidney stones")
    doctor_client.post(desk(question), sent(question, causes=[palsy.pk], more_causes=[stones.pk]))
    assert states(question) == {"Bell's palsy": "confirmed", "Kidney stones": "confirmed"}
    assert {link.decided_by for link in CauseLink.objects.all()} == {doctor.user}


def test_a_proposal_that_is_not_ticked_is_remembered_as_rejected_and_offered_again(
    doctor_client, question, palsy, draft
):
    page = doctor_client.get(desk(question)).content.decode()
    shown = re.findall('name="offered" value="([^"]*)"', page)
    assert shown == [f"cause-{palsy.pk}"]
    doctor_client.post(desk(question), sent(question, action="draft", offered=shown))
    assert states(question) == {"Bell's palsy": "rejected"}
    assert offered(doctor_client.get(desk(question))) == {"Bell's palsy": False}


@pytest.mark.parametrize("text", ["Half of the face becomes weak.", ""])
def test_a_proposal_that_was_made_after_the_form_was_opened_is_rejected_by_nobody(
    doctor_client, question, palsy, draft, text
):
    stones = Cause.objects.get(name="Kidney stones")
    Cause.objects.filter(pk=palsy.pk).update(text=text)
    for shown in ([], [f"cause-{stones.pk}"]):
        doctor_client.post(desk(question), sent(question, action="draft", offered=shown))
        assert states(question) == {}


def test_linked_causes_stand_ticked_also_when_they_are_not_proposed(doctor_client, question, palsy, draft):
    for cause in Cause.objects.all():
        CauseLinkFactory(reply=draft, cause=cause)
    CauseLinkFactory(reply=draft, state="rejected", cause=CauseFactory(name="Stroke"), decided_at=NOON)
    assert offered(doctor_client.get(desk(question))) == {"Kidney stones": True, "Bell's palsy": True}


def test_ticks_stay_as_they_were_when_something_else_is_wrong(doctor_client, question, palsy, draft):
    stones = Cause.objects.get(name="Kidney stones")
    CauseLinkFactory(reply=draft, cause=stones)
    page = doctor_client.post(desk(question), sent(question, text="", causes=[palsy.pk]))
    assert page.status_code == 200
    assert offered(page) == {"Kidney stones": False, "Bell's palsy": True}
    assert states(question) == {"Kidney stones": "confirmed"}


def test_a_fault_of_the_engine_never_keeps_a_doctor_from_replying(
    doctor_client, question, palsy, monkeypatch, caplog
):
    for name in ("at_desk", "for_desk"):
        monkeypatch.setattr(cause_panel, name, lambda *_: 1 / 0)
    assert offered(doctor_client.get(desk(question))) == {}
    assert doctor_client.post(desk(question), sent(question, action="draft")).status_code == 302
    assert doctor_client.post(desk(question), sent(question, more_causes=[palsy.pk])).status_code == 302
    assert states(question) == {"Bell's palsy": "confirmed"}
    assert "No causes could be proposed" in caplog.text
