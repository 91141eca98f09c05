"""Entries of the feed have what RFC 4287 asks for: an id that never changes, and when they last changed."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from consult.models import Question
from tests.factories import public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entry(client):
    return ElementTree.fromstring(client.get("/questions/feed/").content).find("a:entry", ATOM)


def test_the_id_stays_when_the_title_is_changed(stranger):
    question = public_question(title="Numb cheek")
    first = entry(stranger).find("a:id", ATOM).text
    Question.objects.update(title="A numb cheek in the wind")
    assert (first, entry(stranger).find("a:id", ATOM).text) == (
        f"http://127.0.0.1:8000/questions/{question.pk}/",
    ) * 2


def test_it_says_when_it_last_changed(stranger):
    question = public_question()
    later = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    question.replies.update(approved_at=later)
    assert entry(stranger).find("a:updated", ATOM).text == later.isoformat().replace("+00:00", "Z").replace(
        "Z", "+00:00"
    )


def test_it_names_the_site_by_whatever_name_it_is_asked_for(stranger, settings):
    settings.ALLOWED_HOSTS = ["*"]
    public_question()
    first, other = (stranger.get("/questions/feed/", headers={"host": name}) for name in ("a.test", "b.test"))
    links = [link.get("href") for link in ElementTree.fromstring(first.content).iterfind(".//a:link", ATOM)]
    assert {link.startswith("http://127.0.0.1:8000/") for link in links} == {True}
    assert first.content == other.content
