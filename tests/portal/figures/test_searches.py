"""Searches that found nothing are counted, and nothing that was typed is kept."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from conditions.related.text import synonyms
from consult.language.synonyms import lexicon
from portal.figures import searches
from portal.figures.tables import Measure
from portal.models import DailyTotal

pytestmark = pytest.mark.django_db


@pytest.fixture
def names(tmp_path: Any, settings: Any) -> None:
    """A lexicon that knows two things."""
    settings.SYNONYMS_PATH = tmp_path / "names"
    lexicon.write(
        settings.SYNONYMS_PATH,
        [["urinary tract infection", "uti"], ["fibromyalgia", "fibrositis"]],
        synonyms.made_from(),
    )


def kept() -> list[tuple[str, str, int]]:
    return list(DailyTotal.objects.order_by("measure", "key").values_list("measure", "key", "value"))


def search(text: str, **more: str) -> int:
    return Client().get("/search/", {"q": text, **more}).status_code


def test_a_search_that_found_nothing_counts_with_the_names_of_the_lexicon_and_nothing_else(
    names: None,
) -> None:
    for text in (
        "UTI of Ada Lovelace",
        "is it a UTI, 12 Elm Street",
        "Ada Lovelace",
        "fibromyalgia, uti and uti",
    ):
        assert search(text) == 200
    assert kept() == [
        (Measure.SEARCH_MISS, "", 4),
        (Measure.SEARCH_NAME, "fibromyalgia", 1),
        (Measure.SEARCH_NAME, "urinary tract infection", 3),
    ]


def test_what_is_narrowed_by_filters_or_about_a_danger_does_not_count(names: None) -> None:
    search("fibromyalgia", year="2026")
    search("I want to kill myself")
    search("🤒")
    assert kept() == []


def test_a_program_that_searches_for_everything_is_counted_up_to_a_limit(
    names: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "COUNTED_AN_HOUR", 2)
    for text in ("qwxzv", "wxzvq", "xzvqw"):
        search(text)
    assert kept() == [(Measure.SEARCH_MISS, "", 2)]


def test_the_reader_gets_the_page_when_it_cannot_be_counted(
    names: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(searches, "_add", refuse)
    assert (search("qwxzv"), kept()) == (200, [])
