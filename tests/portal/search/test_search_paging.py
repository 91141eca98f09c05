"""All questions about …, paged by key."""

import re

import pytest

from consult.models import Question
from consult.question.actions.publication import withdraw_question
from tests.factories import DoctorFactory


@pytest.fixture
def many(asked):
    doctor = DoctorFactory()
    for number in range(27):
        asked(f"Headache number {number}", f"My head aches, for the time number {number}.", doctor=doctor)


def follow(client, html, rel):
    (query,) = re.findall(rf'<a rel="{rel}" href="\?([^"]+)"', html)
    return client.get("/search/?" + query.replace("&amp;", "&")).content.decode()


def titles(html):
    return re.findall(r"<mark>Headache</mark> number (\d+)</a></h3>", html)


def test_the_first_page_shows_some_and_links_to_all(stranger, many):
    html = stranger.get("/search/", {"q": "headache"}).content.decode()
    assert len(titles(html)) == 5
    assert '<a href="?q=headache&amp;group=questions" rel="nofollow">All 27 questions' in html


def test_every_question_is_on_one_page_there_and_back(stranger, many):
    first = stranger.get("/search/", {"q": "headache", "group": "questions"}).content.decode()
    second = follow(stranger, first, "next")
    assert len(titles(first)) == 20
    assert len(titles(second)) == 7
    assert len({*titles(first), *titles(second)}) == 27
    assert titles(follow(stranger, second, "prev")) == titles(first)


def test_a_question_published_meanwhile_moves_nothing_twice(stranger, many, asked):
    first = stranger.get("/search/", {"q": "headache", "group": "questions"}).content.decode()
    asked("Headache number 99", "Headache, headache, headache.", doctor=DoctorFactory())
    second = follow(stranger, first, "next")
    assert not {*titles(first)} & {*titles(second)}


@pytest.mark.parametrize("name", ["after", "before"])
def test_a_made_up_cursor_is_not_followed(stranger, many, name):
    assert stranger.get("/search/", {"q": "headache", "group": "questions", name: "x:y:z"}).status_code == 404


def test_an_unknown_group_shows_all(found, many):
    assert list(found("headache", group="nonsense")) == ["questions"]


def test_a_place_in_the_list_holds_when_its_question_is_withdrawn(stranger, many):
    first = stranger.get("/search/", {"q": "headache", "group": "questions"}).content.decode()
    second = titles(follow(stranger, first, "next"))
    withdraw_question(question=Question.objects.get(title=f"Headache number {titles(first)[-1]}"))
    assert titles(follow(stranger, first, "next")) == second
