"""Words of every script are found, and what hides inside a word hides it from nobody."""

from typing import Any

import pytest
from django.db import connection

from conditions.related.backends.schema import ensure_schema
from conditions.related.backends.sqlite.schema import fts_table
from conditions.related.text.prepare import terms
from conditions.related.upkeep.publication import publish
from consult.models import Question
from tests.cases import case


@pytest.mark.parametrize("word", case("search-combining-marks")["terms_empty_or_cut"])
def test_a_word_with_combining_marks_is_one_term(word: str) -> None:
    assert terms(word) == [word]


@pytest.mark.parametrize("word", case("search-combining-marks")["soft_hyphen"])
def test_what_cannot_be_seen_is_no_part_of_a_word(word: str) -> None:
    assert terms(word) == terms(word.encode("ascii", "ignore").decode())


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("बच्चे को तेज बुखार है", "बुखार"),
        ("ปวดหัว และ มีไข้", "ปวดหัว"),
        ("காய்ச்சல் எப்போது குறையும்", "காய்ச்சல்"),
        ("শিশুর জ্বর কমছে না", "জ্বর"),
        ("هل هذا المَرَض خطير", "المرض"),
        ("يا له من مرض", "مَرَض"),
        ("יש לי כְּאֵב ראש", "כאב"),
        ("سرم درد می‌کند", "می‌کند"),
        ("冬天頭痛", "頭痛"),
        ("My migraine will not stop", "migr\u00adaine"),
    ],
)
def test_found_in_every_script(asked: Any, found: Any, title: str, typed: str) -> None:
    asked(title, title)
    asked("Something else altogether", "Nothing of it.")

    assert found(typed, exact=1)["questions"][:1] == [title]


def test_vowels_tell_words_apart(asked: Any, found: Any) -> None:
    asked("बखर", "बखर")

    assert found("बुखार", exact=1) == {}


def test_text_stored_before_with_something_invisible_is_found_and_marked(asked: Any, stranger: Any) -> None:
    question = asked("Plain title", "My body is plain.")
    Question.objects.filter(pk=question.pk).update(title="My mig\u200braine, again")
    publish(Question.objects.get(pk=question.pk))
    page = stranger.get("/search/", {"q": "migraine", "exact": 1}).content.decode()

    assert "My <mark>migraine</mark>, again" in page


def test_an_index_that_cuts_words_in_another_way_is_made_anew(asked: Any, found: Any) -> None:
    asked("बच्चे को तेज बुखार है", "बुखार")
    if connection.vendor == "sqlite":  # PostgreSQL cuts at spaces only
        _cut_as_before(fts_table("question"))
        assert "questions" not in found("बुखार", exact=1)

    ensure_schema()

    assert found("बुखार", exact=1)["questions"] == ["बच्चे को तेज बुखार है"]


def _cut_as_before(name: str) -> None:
    """Put the word index of an earlier version into place."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {name}_vocabulary")
        cursor.execute(f"DROP TABLE {name}")
        cursor.execute(f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='', tokenize='unicode61')")
        cursor.execute(f"CREATE VIRTUAL TABLE {name}_vocabulary USING fts5vocab({name}, 'row')")
