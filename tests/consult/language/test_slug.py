"""An address can be read in the language of its title."""

import pytest
from django.utils.text import slugify
from hypothesis import given
from hypothesis import strategies as st

from consult.language.slug import first_free, slug_of


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Why does my cheek go numb?", "why-does-my-cheek-go-numb"),
        ("Isn't it Ménière's -- really?!", "isnt-it-ménières-really"),
        ("बच्चे को बुखार क्यों है?", "बच्चे-को-बुखार-क्यों-है"),
        ("ปวดหัวมาก", "ปวดหัวมาก"),
        ("காய்ச்சல் ஏன்?", "காய்ச்சல்-ஏன்"),
        ("冬天左臉麻木？", "冬天左臉麻木"),
        ("mig\u200braine\u202e", "migraine"),
        ("_ - ?!", ""),
    ],
)
def test_slug(title: str, address: str) -> None:
    assert slug_of(title, 80) == address


def test_a_long_title_is_cut_between_letters() -> None:
    assert slug_of("बुखार", 3) == "बु"
    assert slug_of("बुखार", 4) == "बुखा"
    assert slug_of("बुखार", 1) == ""
    assert slug_of("one two", 4) == "one"


@given(st.text(st.characters(max_codepoint=0x24F, exclude_categories=["Cc", "Cf", "Zs", "M"])))
def test_without_marks_it_is_as_before(title: str) -> None:
    plain = "".join(c for c in title if c not in "`\u00b4\u0130")  # the last one has a dot that is a mark
    assert slug_of(plain, 80) == slugify(plain, allow_unicode=True)[:80].strip("-_")


def test_the_first_free_address_is_taken_or_the_last_with_a_number() -> None:
    assert first_free(set(), "a", "b") == "a"
    assert first_free({"a"}, "a", "b") == "b"
    assert first_free({"a", "b", "b-2"}, "a", "b") == "b-3"
