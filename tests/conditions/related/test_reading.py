"""A plain text is read word by word, as every other text is."""

import pytest

from conditions.related.reasons import reading
from conditions.related.reasons.reading import Read

TEXTS = [
    "",
    " \n\t",
    "My face is numb, and my face feels cold.",
    "Bell's palsy (both sides); doctor's note. It’s the patients’ choice",
    "“Numb” – said twice — numb… rock‘n’roll a'b'c 'quoted'",
    "38.6 degrees, 3,5 mg, 2 tablets x 3, B12 a b I",
    "left-sided numb_ness snake_case half_2 -dash- e.g. i.e.",
    "line one\nline two\tthree  four",
    "HIV and hiv and Hiv; MRI",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_short_way_reads_what_the_long_way_reads(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reading._PLAIN.fullmatch(text)
    short = Read.of(text)
    monkeypatch.setattr(reading, "_plain_words", reading._words)
    assert Read.of(text) == short


@pytest.mark.parametrize("text", ["Naïve café", "臉部麻木", "face`s", "½ tablet", "ﬁbre"])
def test_other_letters_go_the_long_way(text: str) -> None:
    assert not reading._PLAIN.fullmatch(text)
    assert Read.of(text).surfaces


def test_words_are_kept_as_written_by_term_and_in_pairs() -> None:
    read = Read.of("Numb face. Numbness in the Face; facial nerve, nerve pain")
    assert read.surfaces["face"] == ["face", "Face"]
    assert ("numb", "face") in read.pairs
    assert ("nerv", "nerv") not in read.pairs
    assert ("nerv", "pain") in read.pairs


def test_no_pair_reaches_over_a_sign() -> None:
    assert Read.of("cold, hands").pairs == set()
    assert Read.of("cold hands").pairs == {("cold", "hand")}
