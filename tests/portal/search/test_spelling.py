import pytest

from conditions.related.ranking.spelling import Correction, correct
from conditions.related.text.vocabulary import Vocabulary

WORDS = Vocabulary(
    {"parkinson": 40, "disease": 60, "anxiety": 80, "migraine": 50, "diarrhoea": 30, "numbness": 30, "back": 90,
     "pain": 200, "numb": 20, "palsy": 10, "bell": 10}
)  # fmt: skip


def corrected(text, **frequency):
    return correct(text, frequency, lambda: WORDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("parkinsns", "parkinson"),  # two slips
        ("anxeity", "anxiety"),  # swapped
        ("migrane", "migraine"),  # missing
        ("diarhea", "diarrhoea"),  # two missing
        ("numbnness", "numbness"),  # one too many
        ("backpain", "back pain"),  # no space
    ],
)
def test_a_word_found_nowhere_is_corrected_at_once(typed, meant):
    assert corrected(typed) == Correction(meant, is_sure=True)


def test_only_the_wrong_word_is_replaced():
    assert corrected("is MIGRANE, with pain?", pain=9) == Correction("is migraine, with pain?", is_sure=True)


def test_a_rare_word_is_only_doubted():
    assert corrected("migrane", migran=2) == Correction("migraine", is_sure=False)


def test_a_word_of_many_texts_is_left_alone():
    assert corrected("migrane", migran=4) is None


def test_a_known_word_is_left_alone():
    assert corrected("palsy") is None


def test_another_form_of_a_known_word_is_left_alone():
    assert corrected("migraines", migrain=1) is None


def test_short_words_numbers_and_strange_scripts_are_left_alone():
    assert corrected("nmb 2019 covid19 麻木") is None


def test_the_vocabulary_is_not_read_when_every_word_is_known():
    def never():
        raise AssertionError

    assert correct("back pain", {"back": 9, "pain": 9}, never) is None


def test_a_rare_word_is_not_doubted_for_one_that_is_little_commoner():
    assert corrected("migrane", migran=3) is None
