"""Filters hold for every question found, also when few pass."""

from datetime import UTC, datetime

import pytest

from tests.factories import CauseLinkFactory, DoctorFactory, SpecialtyFactory, TopicFactory


@pytest.fixture
def mixed(asked):
    """One question that passes every filter, far down among 30 that are nearer to the words."""
    for number in range(30):
        asked(f"Headache and headache again {number}", "A headache every day: headache, headache.")
    specialty = SpecialtyFactory(name="Cardiology")
    doctor = DoctorFactory(name="Dr Cora Cordis")
    one = asked(
        "Palpitations after coffee",
        "My heart races, and once I had a headache too. Otherwise I am well and walk a lot.",
        specialty=specialty,
        doctor=doctor,
        asked_at=datetime(2021, 3, 4, tzinfo=UTC),
    )
    topic = TopicFactory(specialty=specialty, name="Palpitations")
    one.topics.add(topic)
    CauseLinkFactory(reply=one.replies.get())
    return {"specialty": "cardiology", "topic": topic.pk, "doctor": doctor.slug, "year": 2021, "cause": "on"}


@pytest.mark.parametrize("name", ["specialty", "topic", "doctor", "year", "cause"])
def test_each_filter_finds_the_few_that_pass(found, mixed, name):
    assert found("headache", **{name: mixed[name]}) == {"questions": ["Palpitations after coffee"]}


def test_all_filters_hold_together(found, mixed):
    assert found("headache", **mixed) == {"questions": ["Palpitations after coffee"]}
    assert found("headache", **{**mixed, "year": 2020}) == {}


def test_a_specialty_counts_when_a_reply_stands_under_it(found, asked):
    question = asked("Headache and headache again")
    reply = question.replies.get()
    reply.specialty = SpecialtyFactory(name="Dentistry")
    reply.save()
    assert found("headache", specialty="dentistry") == {"questions": ["Headache and headache again"]}


def test_an_unknown_filter_is_reported_and_not_applied(stranger, asked):
    asked("Headache and headache again")
    response = stranger.get(
        "/search/", {"q": "headache", "specialty": "nowhere", "year": "soon", "topic": "x"}
    )
    assert response.context["results"].total == 1
    assert sorted(response.context["form"].errors) == ["specialty", "topic", "year"]


def test_the_lists_offer_what_was_found(stranger, mixed):
    form = stranger.get("/search/", {"q": "palpitations"}).context["form"]
    assert ("cardiology", "Cardiology") in form.fields["specialty"].widget.choices
    assert (2021, "2021") in form.fields["year"].widget.choices


def test_a_chosen_filter_stays_chosen_when_nothing_passes(stranger, mixed):
    response = stranger.get("/search/", {"q": "grapefruit", "specialty": "cardiology", "year": "2019"})
    html = response.content.decode()
    assert '<option value="cardiology" selected>Cardiology</option>' in html
    assert '<option value="2019" selected>2019</option>' in html


def test_nothing_with_filters_leads_back_to_what_there_is_without(stranger, mixed):
    html = stranger.get("/search/", {"q": "palpitations coffee", "year": "2019"}).content.decode()
    assert '<a href="?q=palpitations+coffee">See the 1 question found without filters</a>' in html


def test_without_questions_there_is_nothing_to_narrow(stranger, written):
    written("Causes of hiccups", "Full stomach", "Hiccups often follow a big meal.")
    page = stranger.get("/search/?q=hiccups").content.decode()
    assert "Full stomach" in page
    assert "Narrow the questions" not in page
    assert "Narrow the questions" in stranger.get("/search/?q=hiccups&year=2021").content.decode()


def test_a_question_without_a_specialty_is_found_and_offers_that_of_its_reply(stranger, asked):
    reply = asked("Headache and headache again", specialty=None).replies.get()
    response = stranger.get("/search/", {"q": "headache"})
    assert response.context["results"].groups[0].listing.rows[0].title.endswith("again")
    offered = response.context["form"].fields["specialty"].choices
    assert (reply.specialty.slug, reply.specialty.name) in list(offered)
