"""Scores of the engine in words that staff can read."""

import pytest
from django.template.loader import render_to_string

from conditions.admin.offers import Offer
from conditions.templatetags.similarity import similarity
from tests.factories import CauseFactory


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (1.2, "100 of 100, strong"),
        (0.751, "75 of 100, strong"),
        (0.744, "74 of 100, clear"),
        (0.6, "60 of 100, clear"),
        (0.42, "42 of 100, weak"),
        (-0.1, "0 of 100, weak"),
    ],
)
def test_a_score_in_words(score, words):
    assert similarity(score) == words


@pytest.mark.django_db
def test_the_doctor_reads_how_close_a_cause_is_and_why():
    offer = Offer(
        CauseFactory(name="Bell's palsy"),
        ["Mentions Bell's palsy", "Both mention taste"],
        0.78,
        False,
        "Words.",
    )
    html = render_to_string("admin/conditions/cause_panel.html", {"panel": {"offers": [offer]}})
    assert "likeness 78 of 100, strong" in html
    assert "Why: Mentions Bell&#x27;s palsy; Both mention taste" in html
    assert "0.78" not in html
