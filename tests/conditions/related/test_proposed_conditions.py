"""Which causes are proposed, beside how well they fit: conditions, each once, urgent ones first, none denied."""

import pytest

from conditions.related.calibration import MEASURED
from conditions.related.proposals import for_replies
from conditions.related.proposals.for_replies import propose_causes
from conditions.related.proposals.learned import Fit
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
