"""A mark goes to the end of the house and of the letter: no word that only begins like a small one cuts it off."""

import pytest

from consult.privacy.personal_data import find_personal_data

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("I was at Kelderby Hospital town clinic for it", "Kelderby Hospital town clinic"),
        ("I was at Kelderby Hospital forest clinic for it", "Kelderby Hospital forest clinic"),
        ("I was at Kelderby Hospital andrology clinic for it", "Kelderby Hospital andrology clinic"),
        ("I was at Kelderby Hospital heritage library for it", "Kelderby Hospital heritage library"),
        ("I was at Kelderby Hospital and library staff stared", "Kelderby Hospital"),
        ("I left Kelderby Hospital for school", "Kelderby Hospital"),
        ("I left Kelderby Hospital the library was shut", "Kelderby Hospital"),
    ],
)
def test_a_part_of_a_house_is_named_by_any_word_but_a_small_one(text: str, house: str) -> None:
    assert [finding.text for finding in find_personal_data(text)] == [house]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dr Okafọ́r said rest", "Dr Okafọ́r"),
        ("She lives at 14 Orchard Lane, Leedṣ́", "14 Orchard Lane, Leedṣ́"),
        ("Ring 020 7946 0123\u0301 now", "020 7946 0123\u0301"),
    ],
)
def test_a_combining_mark_stays_with_its_letter(text: str, found: str) -> None:
    assert [finding.text for finding in find_personal_data(text)] == [found]
