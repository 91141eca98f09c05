"""Which causes are proposed, beside how well they fit: conditions, each once, urgent ones first, none denied."""

import pytest

from conditions.related.calibration import MEASURED
from conditions.related.proposals import for_replies
from conditions.related.proposals.for_replies import propose_causes
from conditions.related.proposals.learned import Fit
from conditions.related.proposals.whole_first import whole_first
from conditions.related.upkeep.index import index_page
from tests.factories import CauseFactory, QuestionFactory, ReplyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("encoder")]

TEXT = "One side of the face becomes weak overnight. The eye does not close, the mouth hangs."


def made(name, **fields):
    cause = CauseFactory(name=name, text=TEXT, **fields)
    index_page(cause.page)
    return cause


def proposed(title, body="It began last week.", reply=None):
    question = QuestionFactory(title=title, body=body)
    found = propose_causes(question, ReplyFactory(question=question, text=reply) if reply else None)
    return [proposal.cause for proposal in found]


def test_one_condition_on_three_pages_is_proposed_once():
    causes = [made("Bell's palsy"), made("Bell’s Palsy"), made("Bell's palsy (BP)")]
    [found] = proposed("Is it Bell's palsy? One side of my face is weak.")
    assert found in causes


def test_two_conditions_that_share_a_word_are_both_proposed():
    areata, universalis = made("Alopecia areata"), made("Alopecia universalis")
    for cause, other in ((areata, universalis), (universalis, areata)):
        cause.aliases.create(name=other.name)
    assert set(proposed("Alopecia areata or alopecia universalis?")) == {areata, universalis}


def test_what_is_no_condition_is_not_proposed():
    made("Facial exercises", is_condition=False)
    assert proposed("Facial exercises, for one side of my face is weak") == []


def test_what_the_patient_denies_and_the_doctor_only_asks_is_not_proposed():
    stones = made("Kidney stones")
    index_page(stones.page)
    assert proposed("Dry skin on my elbow", "I have no kidney stones.") == []
    assert proposed("Dry skin on my elbow", reply="Any family history of kidney stones at all?") == []
    assert proposed("Dry skin on my elbow", reply="You have kidney stones.") == [stones]


def test_what_must_not_wait_comes_first_when_it_fits_nearly_as_well():
    stroke, palsy = made("Stroke", is_urgent=True), made("Bell's palsy")
    causes = {cause.pk: cause for cause in (stroke, palsy)}

    def order(less):
        shown = [
            (palsy.pk, Fit(palsy.pk, 0.8), [palsy.pk]),
            (stroke.pk, Fit(stroke.pk, 0.8 - less), [stroke.pk]),
        ]
        first = for_replies._urgent_first(shown, causes, MEASURED.urgent_margin)
        return [key for key, _fit, _group in first]

    assert order(MEASURED.urgent_margin - 0.01) == [stroke.pk, palsy.pk]
    assert order(MEASURED.urgent_margin + 0.01) == [palsy.pk, stroke.pk]


def test_what_children_have_loses_when_nobody_tells_of_a_child():
    cause = CauseFactory(name="Bladder infections in children", text="It burns when passing water.")
    index_page(cause.page)

    def score(age_range="", body="It began last week."):
        question = QuestionFactory(title="My bladder hurts and burns", body=body, age_range=age_range)
        [found] = propose_causes(question)
        return found.score

    assert score("5-12") - score("30-39") == pytest.approx(MEASURED.stages.for_others)
    assert score("30-39") == score()
    assert score(body="It began in nursery.") > score(body="It began in Norway.")


@pytest.mark.parametrize(
    ("text", "less", "first"),
    [
        ("throbbing on one side with zigzag lights", 0.09, "Migraine"),
        ("throbbing on one side with zigzag lights", 0.11, "Familial hemiplegic migraine type 1"),
        ("my mother has hemiplegic migraine", 0.09, "Familial hemiplegic migraine type 1"),
    ],
)
def test_a_condition_stands_before_a_kind_of_it_that_fits_about_as_well(text, less, first):
    names = {1: "Familial hemiplegic migraine type 1", 2: "Occipital neuralgia", 3: "Migraine"}
    fits = {1: Fit(1, 0.6), 2: Fit(2, 0.55), 3: Fit(3, 0.6 - less)}
    order = whole_first([1, 2, 3], fits, names, text, MEASURED.whole_margin)
    assert [names[key] for key in order] == [first, *(name for name in names.values() if name != first)]
