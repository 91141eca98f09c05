"""Reasons that doctors' answers give, where the questions themselves share few words."""

import pytest

from conditions.related.reasons.explain import Described, reasons

RARE, USUAL = 5.0, 1.0
PATIENT = "My fingers turn white in winter"
OTHER = "Cold hands at work hurt"
REPLY = "This is Raynaud's phenomenon. Nifedipine may help."
LIKE_IT = "Most likely Raynaud's phenomenon, for which nifedipine is used."


def said(query, candidate, rarity=RARE):
    return [str(reason) for reason in reasons(query, candidate, lambda _term: rarity)]


def test_what_both_answers_name_is_a_reason():
    assert said(Described(PATIENT, REPLY), Described(OTHER, LIKE_IT)) == [
        "Both answers mention Raynaud's phenomenon and nifedipine"
    ]


def test_a_question_without_an_answer_is_held_against_the_other_answer():
    asked = Described("Should I take nifedipine in winter?")
    assert said(asked, Described(OTHER, REPLY)) == ["The answer mentions nifedipine"]


def test_words_that_many_answers_have_are_no_reason():
    assert said(Described(PATIENT, REPLY), Described(OTHER, LIKE_IT), USUAL) == [
        "Describes a similar problem in other words"
    ]


@pytest.mark.parametrize("answer", ["Please see a neurologist for evaluation.", ""])
def test_where_a_doctor_sends_is_no_reason(answer):
    assert said(Described(PATIENT, answer), Described(OTHER, answer)) == [
        "Describes a similar problem in other words"
    ]


def test_questions_that_name_enough_need_no_answers():
    one = Described("White fingers, winter and typing", REPLY)
    other = Described("Typing in winter with white fingers", LIKE_IT)
    (only,) = said(one, other)
    assert only.startswith("Both mention")


def test_a_word_already_named_is_not_named_again():
    one = Described("I take nifedipine", REPLY)
    other = Described("Nifedipine and swollen feet", "Nifedipine does that.")
    assert said(one, other) == ["Both mention nifedipine"]


def test_what_a_shared_cause_names_is_not_named_again():
    one = Described("Stroke after atrial fibrillation at work", causes=["Atrial fibrillation"])
    other = Described("Work with atrial fibrillation, and a stroke", causes=["Atrial fibrillation"])
    assert said(one, other) == ["Same cause: Atrial fibrillation", "Both mention stroke"]


def test_a_cause_that_the_text_mentions_is_not_named_again():
    cause = Described("Stroke. Numbness on one side.", names=["Stroke"])
    assert said(Described("Since my stroke I feel numbness"), cause) == [
        "Mentions Stroke",
        "Both mention numbness",
    ]
