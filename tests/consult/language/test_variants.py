import re

import pytest

from consult.language.variants import beginnings, term_of


@pytest.mark.parametrize(
    "forms",
    [
        "anaemia anemia anaemic anemic",
        "oesophagus esophagus",
        "diarrhoea diarrhea",
        "tumour tumor tumours tumors",
        "coeliac celiac",
        "organise organize organised organizing",
        "paralysed paralyzed paralysis",
        "fibre fiber",
        "pregnancy pregnant",
        "foot feet",
        "haemorrhoids hemorrhoid",
    ],
)
def test_two_spellings_are_one_term(forms):
    assert len({term_of(word) for word in forms.split()}) == 1


@pytest.mark.parametrize("word", ["toes", "shoes", "aerobic", "size", "prize", "potatoes", "rise", "hour"])
def test_other_words_are_only_stemmed(word):
    assert term_of(word)[:2] == word[:2]


@pytest.mark.parametrize("word", ["oesophagus", "anaemia", "pregnancy", "feet", "litre", "sulphur", "aaaea"])
def test_a_term_tells_how_its_words_begin(word):
    assert any(re.match(start, word) for start in beginnings(term_of(word)))
