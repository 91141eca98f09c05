"""What counts as a change of substance, and what is the same in other letters."""

import pytest

from conditions.grounding.substance import rests_elsewhere, says_otherwise

OLD = "The facial nerve **swells**. It often passes within 3 weeks."


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        "The facial nerve swells.\r\n\r\nIt often passes within 3 weeks",
        "the *facial* nerve swells; it often passes within 3 weeks!",
        "- The facial nerve **swells**.\n- It often passes within 3 weeks.",
        "- The facial nerve swells\n- It often passes within 3 weeks",
    ],
)
def test_layout_capitals_and_punctuation_are_no_substance(new: str) -> None:
    assert not says_otherwise(OLD, new)


@pytest.mark.parametrize(
    "new",
    [
        "The facial nerve swells. It often passes within 8 weeks.",
        "The facial nerve swells. It never passes within 3 weeks.",
        "The facial nerve swells. It often passes within <3 weeks.",
        "The facial nerve swells. It often passes within -3 weeks.",
        "The facial nerve swells.",
        f"{OLD} See a doctor at once.",
        "It often passes within 3 weeks. The facial nerve swells.",
        "",
    ],
)
def test_other_words_numbers_and_signs_are(new: str) -> None:
    assert says_otherwise(OLD, new)


@pytest.mark.parametrize(
    ("old", "new", "otherwise"),
    [
        ("Milk with lactase.", "Milk with lactose.", True),
        ("The skin is drying.", "The skin is dying.", True),
        ("See a docttor.", "See a doctor.", True),
        ("It is safe. Not for children.", "It is safe not for children.", True),
        ("- It is safe\n- Not for children", "It is safe not for children", True),
        ("[Read](http://x.org) this.", "[Read](http://y.org) this.", True),
        ("[Read](http://x.org) this.", "[read](https://www.x.org/) this", False),
        ("It is safe, for children.", "It is (safe) for children", False),
        ("    10 mg", "    20 mg", True),
    ],
)
def test_every_word_address_and_end_of_a_sentence_counts(old: str, new: str, otherwise: bool) -> None:
    assert says_otherwise(old, new) == otherwise


def source(**fields: str) -> dict[str, str]:
    return {
        "publisher": "NHS",
        "title": "Bell's palsy",
        "url": "https://www.nhs.uk/conditions/bells-palsy/",
        "accessed_on": "2026-08-06",
        **fields,
    }


@pytest.mark.parametrize(
    ("new", "elsewhere"),
    [
        ([source(accessed_on="2026-11-27")], False),
        ([source(url="http://nhs.uk/conditions/bells-palsy#treatment")], False),
        ([source(title="Bell’s Palsy")], False),
        ([source(url="https://www.nhs.uk/conditions/stroke/")], True),
        ([source(title="Stroke")], True),
        ([], True),
        ([source(), source(url="https://other.example/")], True),
    ],
)
def test_sources_are_known_by_address_and_title(new: list[dict[str, str]], elsewhere: bool) -> None:
    assert rests_elsewhere([source()], new) == elsewhere
