"""Reasons say what a reader can check, and nothing that says nothing."""

import pytest

from conditions.related.reasons.explain import Described, reasons

pytestmark = pytest.mark.usefixtures("encoder")


def said(one, other):
    return [str(reason) for reason in reasons(one, other)]


def test_a_thing_by_two_names_is_a_reason():
    one, other = Described("May she have Calpol?"), Described("Acetaminophen after a vaccine")
    assert said(one, other) == ["The same by another name: calpol = acetaminophen"]


def test_the_same_word_is_no_other_name():
    one, other = (
        Described("The doctor said: take paracetamol."),
        Described("She said that paracetamol helps."),
    )
    assert said(one, other) == ["Both mention paracetamol"]


def test_the_specialty_is_named_only_where_nothing_else_is():
    one = Described("Numb cheek", specialty="Neurology")
    assert said(one, Described("A numb cheek again", specialty="Neurology")) == ["Both mention numb cheek"]
    assert said(one, Described("Tingling face", specialty="Neurology")) == [
        "Describes a similar problem in other words",
        "Same specialty: Neurology",
    ]


@pytest.mark.parametrize("word", ["half", "ensure", "various", "terrible"])
def test_words_that_say_nothing_are_no_reason(word):
    assert said(Described(f"It is {word}"), Described(f"So {word}")) == [
        "Describes a similar problem in other words"
    ]
