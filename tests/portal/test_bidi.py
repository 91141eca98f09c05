"""Words that run from right to left never turn round our own words beside them."""

import re
from typing import Any

import pytest
from django.utils.html import strip_tags

from consult.models import Question
from tests.cases import case
from tests.consult.asking.walk import fill, question_at, send, token_of
from tests.factories import DoctorFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CASE = case("bidi-spill")
TURNING = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HEBREW, ARABIC = "דנה", "لماذا تطقطق ركبتي؟"


@pytest.mark.parametrize("turning", TURNING)
def test_what_turns_the_direction_is_not_taken(patient: Any, turning: str) -> None:
    title, name = CASE["title"].replace("\u202e", turning), CASE["display_name"].replace("\u202e", turning)
    fill(
        patient,
        what={"title": title, "body": f"It {turning}clicks."},
        name={"display_name": name, "email": ""},
    )
    question = question_at(token_of(send(patient, "answer", "publish")))

    assert (question.title, question.body) == ("Why does my knee click?", "It clicks.")
    assert question.display_name == "elpaM"


def bare(html: str, wrapped: str) -> list[str]:
    """The places of the page's text where the words stand neither in a <bdi> nor in an element with dir="auto"."""
    isolated = re.compile(
        rf'<bdi>[^<]*{re.escape(wrapped)}[^<]*</bdi>|<(\w+)[^>]* dir="auto"[^>]*>(?:(?!</\1>).)*?{re.escape(wrapped)}',
        re.DOTALL,
    )
    body = re.sub(
        r'<span class="visually-hidden">.*?</span>|<script.*?</script>',
        "",
        html.partition("<main")[2],
        flags=re.DOTALL,
    )
    rest = strip_tags(isolated.sub("", body))
    return [rest[max(0, at.start() - 40) : at.end() + 40] for at in re.finditer(re.escape(wrapped), rest)]


def test_names_and_titles_stand_apart_on_every_public_page(stranger: Any) -> None:
    question = public_question(title=ARABIC, display_name=HEBREW, age_range="30-39", sex="female")
    doctor = question.replies.get().doctor
    type(doctor).objects.filter(pk=doctor.pk).update(name="ד״ר לוי")
    pages = [question.get_absolute_url(), f"{question.get_absolute_url()}print/", "/", "/questions/", "/doctors/",
             doctor.get_absolute_url(), question.specialty.get_absolute_url()]  # fmt: skip

    for page in pages:
        html = stranger.get(page).content.decode()
        assert {word: bare(html, word) for word in (ARABIC, HEBREW, "ד״ר לוי")} == {
            ARABIC: [], HEBREW: [], "ד״ר לוי": [],
        }, page  # fmt: skip
    thread = stranger.get(question.get_absolute_url()).content.decode()
    assert f"<strong><bdi>{HEBREW}</bdi>, 30 to 39 year old female</strong>" in thread


def test_a_name_stored_before_turns_nothing_round(stranger: Any) -> None:
    question = public_question(age_range="30-39", sex="female")
    Question.objects.filter(pk=question.pk).update(display_name=CASE["display_name"])

    thread = stranger.get(question.get_absolute_url()).content.decode()

    assert f"<bdi>{CASE['display_name']}</bdi>, 30 to 39 year old female" in thread


def test_names_and_titles_stand_apart_at_the_desk(editor_client: Any) -> None:
    question = public_question(title=ARABIC, display_name=HEBREW)
    DoctorFactory(name="ד״ר לוי")
    for screen in ("change", "approve"):
        html = editor_client.get(f"/admin/consult/question/{question.pk}/{screen}/").content.decode()
        assert f'<h1 dir="auto">{ARABIC}</h1>' in html
    html = editor_client.get(f"/admin/consult/question/{question.pk}/change/").content.decode()
    assert f"<bdi>{HEBREW}</bdi>" in html
