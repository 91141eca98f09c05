"""Whatever is typed, the answer is a page."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

STRANGE = [
    "",
    " ",
    "numb",
    "what is it with me",
    "numb " * 4_000,
    "🤒🤕🤒",
    "numb 🤒",
    '" OR * NEAR(',
    'numb" AND "cheek',
    "numb\x00cheek",
    "-numb ^cheek {col}: (",
    "';DROP TABLE consult_question;--",
    "麻木 左臉",
    "\u202eטקסט",
    "%s %d {0}",
    "a" * 5_000,
]


@pytest.mark.parametrize("typed", STRANGE)
def test_strange_searches_get_a_page(stranger, asked, typed):
    asked("Numb cheek", "左臉 麻木")
    assert stranger.get("/search/", {"q": typed}).status_code == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=400), value=st.text(max_size=30))
def test_any_text_in_any_field_gets_a_page(stranger, asked, typed, value):
    parameters = dict.fromkeys(("specialty", "topic", "doctor", "year", "cause", "group", "exact"), value)
    assert stranger.get("/search/", {"q": f"numb {typed}", **parameters}).status_code == 200


@pytest.mark.parametrize("value", ["9" * 40, "-1", "1e9", "\x00", "٣"])
def test_strange_numbers_are_no_filters(stranger, asked, value):
    asked("Numb cheek")
    response = stranger.get("/search/", {"q": "numb", "topic": value, "year": value})
    assert response.status_code == 200


def test_chinese_is_found_by_its_words(asked, found):
    asked("冬天左臉麻木", "天氣冷的時候左臉會麻木。")
    assert found("左臉麻木")["questions"] == ["冬天左臉麻木"]
