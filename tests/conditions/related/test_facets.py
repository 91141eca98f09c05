"""What a question wants and whom it is about is read from its words, and sets unlike questions apart."""

import pytest

from conditions.related.calibration import MEASURED
from conditions.related.proposals.while_asking import suggest
from conditions.related.ranking.facets import apart, lost
from conditions.related.reasons.explain import Described, reasons, render
from conditions.related.text.facets import NEEDS, facets, read, written
from consult.events import question_changed
from consult.language.word_lists import lines_of
from consult.models import Question
from consult.models.question import AgeRange
from tests.factories import public_question


def need(title, body=""):
    return sorted(facets(title, body)["need"])


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("I missed my pill on two days", ["missed dose"]),
        ("Is it normal to miss periods after taking a pill?", ["normal"]),
        ("How many mg of ibuprofen should I take?", ["dose"]),
        ("How many times a day should I brush?", []),
        ("Can I take ibuprofen together with aspirin?", ["interaction"]),
        ("What are the side effects of statins?", ["side effect"]),
        ("Is a twitching eyelid normal?", ["normal"]),
        ("Should I see a doctor about my knee?", ["which doctor"]),
        ("What causes hiccups?", ["cause"]),
        ("How can I get rid of warts?", ["treatment"]),
        ("What does my ferritin level mean?", ["result"]),
        ("My blood test showed anaemia", []),
        ("Is paracetamol safe while breastfeeding?", ["while pregnant"]),
        ("Could I be pregnant?", ["am i pregnant"]),
        ("We are trying to conceive", ["conceiving"]),
        ("Is chickenpox contagious?", ["infection"]),
        ("Infected finger", []),
        ("Herniated disc, I want a second opinion", ["second opinion"]),
        ("Do I need surgery for a torn ligament?", ["operation"]),
        ("How long does a bruise take to heal?", ["prognosis"]),
    ],
)
def test_the_need_is_read(title, wanted):
    assert need(title) == wanted


def test_where_the_title_asks_nothing_the_questions_of_the_body_do():
    assert need("Metformin", "I forgot. How long does nausea last?") == ["prognosis"]
    assert need("Metformin", "They told me how long nausea may last.") == []
    assert need("What are the side effects?", "How long do they last?") == ["side effect"]


def test_every_need_has_patterns():
    assert [name for name in NEEDS if not lines_of("facets", name)] == []


@pytest.mark.parametrize(
    ("title", "facet", "values"),
    [
        ("Pain in my left knee", "part", {"leg"}),
        ("Pain in my left chest", "side", {"left"}),
        ("Pain in my left knee", "side", set()),
        ("Side effects on my stomach", "side", set()),
        ("My back hurts", "part", {"back"}),
        ("My rash came back", "part", set()),
        ("My 3 month old has a cough", "age", {"infant"}),
        ("Rash on my 6-year-old daughter", "age", {"child"}),
        ("I am a 34 year old man", "age", {"adult"}),
        ("Rash on my 14 year old", "age", {"child", "adult"}),
        ("Our toddler does not sleep", "age", {"infant", "child"}),
        ("I am 12 weeks pregnant", "pregnant", {"yes"}),
        ("I took a pregnancy test", "pregnant", set()),
        ("Am I pregnant?", "pregnant", set()),
    ],
)
def test_part_side_age_and_pregnancy_are_read(title, facet, values):
    assert facets(title)[facet] == values


def test_a_story_with_people_of_several_ages_is_of_none():
    assert facets("A cold", "I am 30 years old and so is he.")["age"] == {"adult"}
    assert facets("A cold", "I am 30 years old, my son is 2 years old.")["age"] == set()
    assert facets("Is it safe while breastfeeding?", "My son is 3 months old.")["age"] == set()


def test_the_age_that_was_given_counts_where_the_words_name_none():
    assert facets("Rash on the arm", age_range=AgeRange.MONTHS_3)["age"] == {"infant"}
    assert facets("Rash of my 8 year old", age_range=AgeRange.FROM_30)["age"] == {"child"}
    silent = [value for value in AgeRange.values if not facets("Rash", age_range=value)["age"]]
    assert silent == [AgeRange.UNSAID]


def test_facets_are_stored_in_a_line():
    found = facets("Missed my pill, left chest, 30 years old")
    assert written(found) == "need:missed-dose part:chest side:left age:adult"
    assert read(written(found)) == {name: values for name, values in found.items() if values}
    assert read("") == {}


@pytest.mark.parametrize(
    ("one", "other", "facets_apart"),
    [
        ("I missed my pill", "What are the side effects of my pill?", ["need"]),
        ("What causes a dry eye?", "How do I treat a dry eye?", []),
        ("Lump on my knee", "Lump on my ear", ["part"]),
        ("Lump on my face", "Lump on my cheek and nose", []),
        ("Pain in the left chest", "Pain in the right chest", ["side"]),
        ("Fever of my 3 month old", "Fever of my 9 year old", ["age"]),
        ("Fever at 70 years of age", "Fever at 40 years of age", []),
        ("I am 9 weeks pregnant and have a headache", "I have a headache", ["pregnant"]),
        ("Dizzy", "Pain in the left knee of my 9 year old: what causes it?", []),
    ],
)
def test_two_questions_stand_apart_where_both_say_something_else(one, other, facets_apart):
    assert apart(facets(one), facets(other)) == apart(facets(other), facets(one)) == facets_apart


def test_each_facet_apart_costs_its_weight():
    weights = {"part": 0.25, "side": 0.5}
    here = facets("Left chest")
    others = [facets(title) for title in ("Left chest", "Right chest", "Ear", "Cough")]
    assert lost(here, others, weights).tolist() == [0.0, 0.5, 0.25, 0.0]


@pytest.mark.django_db
@pytest.mark.usefixtures("encoder")
def test_who_asks_is_shown_the_same_need_first_and_told_so():
    late = public_question(title="I missed a dose of warfarin", body="I take warfarin.")
    eyes = public_question(title="Side effects of warfarin", body="I take warfarin.")
    for question in (eyes, late):
        question_changed.send(sender=Question, question=question)
    found = suggest("I missed my warfarin dose yesterday")
    assert found.cases[0].question == late
    assert found.cases[0].reasons[1] == "Both ask about a missed dose"
    assert late.index_entry.facets == "need:missed-dose"


def test_the_need_is_a_reason_only_when_both_have_it_and_it_tells_something():
    def said(one, other):
        here, there = (Described(title, needs=facets(title)["need"]) for title in (one, other))
        return [str(reason) for reason in reasons(here, there)]

    assert said("Side effects of ramipril", "Has ramipril side effects?") == [
        "Both mention ramipril",
        "Both ask about side effects",
    ]
    assert said("Side effects of statins", "I missed my statins") == ["Both mention statins"]
    assert said("What causes hiccups?", "What causes hiccups at night?") == ["Both mention hiccups"]


def test_a_need_of_another_version_is_not_shown():
    assert render({"code": "need", "params": {"names": ["horoscope"]}}) == ""


def test_every_facet_has_a_weight():
    assert MEASURED.stages is not None
    assert list(MEASURED.stages.apart) == list(facets(""))
