"""Whoever is stopped is told why: a rule of every kind has its card on the stop page."""

import pytest
from django.test import Client

from consult.models import RedFlagRule
from consult.models.safety import RedFlagKind

pytestmark = pytest.mark.django_db

HEADINGS = {
    RedFlagKind.EMERGENCY: "Call 999 now",
    RedFlagKind.URGENT: "or see a doctor today",
    RedFlagKind.SELF_HARM: "Talk to somebody now",
    RedFlagKind.SAFEGUARDING: "Get help if somebody hurts, forces or frightens you",
}


@pytest.mark.parametrize("kind", RedFlagKind)
def test_the_stop_page_shows_the_card_of_the_kind(patient: Client, kind: RedFlagKind) -> None:
    RedFlagRule.objects.filter(name="Severe burn").update(kind=kind, phrases="purple hedgehog")
    typed = {"title": "A question", "body": "I saw a purple hedgehog."}
    stopped = patient.post("/ask/what/", typed)["Location"]
    assert stopped.startswith("/ask/stop/")

    page = patient.get(stopped).content.decode()

    assert [each for each, heading in HEADINGS.items() if heading in page] == [kind]
