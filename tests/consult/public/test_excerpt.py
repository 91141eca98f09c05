"""Beginnings of texts, in lists and cards."""

import pytest

from consult.templatetags.consult_text import excerpt, plain
from tests.factories import CategoryFactory, ReferencePageFactory, public_question


@pytest.mark.parametrize(
    ("text", "length", "beginning"),
    [
        ("Short and whole.", 20, "Short and whole."),
        ("It is the cold. Wear a scarf.", 17, "It is the cold…"),
        ("It is the cold, and no more.", 17, "It is the cold…"),
        ("It  is\nthe cold and no more.", 17, "It is the cold…"),
        ("麻" * 30, 10, "麻" * 9 + "…"),
        ("", 10, ""),
    ],
)
def test_an_excerpt_ends_with_one_sign(text, length, beginning):
    assert excerpt(text, length) == beginning


def test_staff_texts_lose_their_signs():
    assert plain("**Wear** a [scarf](https://scarf.example).\n\n- warm\n- dry") == "Wear a scarf. warm dry"


@pytest.mark.django_db
def test_lists_show_no_signs_of_markdown(stranger):
    question = public_question()
    question.replies.update(text="**Wear** a _scarf_.")
    page = ReferencePageFactory(category=CategoryFactory(), lead="A **nerve** swells.")
    for address in ("/", "/questions/", question.specialty.get_absolute_url()):
        html = stranger.get(address).content.decode()
        assert "Wear a scarf." in html
        assert "**" not in html
    assert '<meta name="description" content="Wear a scarf.">' in (
        stranger.get(question.get_absolute_url()).content.decode()
    )
    feed = stranger.get("/questions/feed/").content.decode()
    assert "): Wear a scarf." in feed
    assert "<title>Consilium: new answers</title>" in feed
    assert "A nerve swells." in stranger.get(page.category.get_absolute_url()).content.decode()
    html = stranger.get(page.get_absolute_url()).content.decode()
    assert 'content="A nerve swells."' in html
    assert '"description": "A nerve swells."' in html
