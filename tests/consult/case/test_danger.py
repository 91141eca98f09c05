"""A patient in danger finds the help that fits on the case page, and the mark in the own data."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from consult.case.actions.followup import add_followup
from consult.case.export import export
from consult.desk.actions.reply import decline_question
from consult.question.actions.red_flags import record_red_flags
from tests.factories import NOON, FindingFactory, QuestionFactory, ReplyFactory

pytestmark = pytest.mark.django_db

AMBULANCE, LISTENERS = 'href="tel:999"', 'href="tel:116123"'
CHEST = "I have crushing chest pain."


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_an_emergency_shows_the_ambulance(patient: Client, address_of: Callable[..., str]) -> None:
    calm = page_of(patient, address_of(QuestionFactory()))
    page = page_of(patient, address_of(record_red_flags(question=QuestionFactory.create(body=CHEST))))
    assert (AMBULANCE in calm, AMBULANCE in page, LISTENERS in page) == (False, True, False)
    assert "Chest pain." in page


def test_self_harm_shows_who_listens(patient: Client, address_of: Callable[..., str]) -> None:
    question = record_red_flags(question=QuestionFactory.create(body="I want to kill myself."))
    assert LISTENERS in page_of(patient, address_of(question))


@pytest.mark.parametrize("kind", ["urgent", "safeguarding"])
def test_other_dangers_show_their_advice(kind: str, patient: Client, address_of: Callable[..., str]) -> None:
    finding = FindingFactory(kind=kind, name="Zyxwvut")
    page = page_of(patient, address_of(finding.question))
    assert "Zyxwvut" in page
    assert finding.advice in page


def test_a_declined_question_still_shows_the_help(
    patient: Client, address_of: Callable[..., str], editor: Any
) -> None:
    question = record_red_flags(question=QuestionFactory.create(body=CHEST))
    decline_question(question=question, message="Please call an ambulance.", actor=editor)
    assert AMBULANCE in page_of(patient, address_of(question))


def test_after_the_reply_the_reply_says_what_to_do_until_the_patient_writes_of_danger_again(
    patient: Client, address_of: Callable[..., str]
) -> None:
    question = ReplyFactory().question
    FindingFactory(question=question, kind="emergency")
    FindingFactory(question=question, kind="self_harm")
    address = address_of(question)
    page = page_of(patient, address)
    assert ("care-card-heading" in page, LISTENERS in page) == (True, True)
    assert "Call 999 for an ambulance" not in page
    add_followup(question=question, text=CHEST)
    assert "Call 999 for an ambulance" in page_of(patient, address)


def test_the_case_page_costs_the_same_for_any_number_of_findings(
    patient: Client, address_of: Callable[..., str], django_assert_max_num_queries: Any
) -> None:
    question = QuestionFactory.create()
    address = address_of(question)
    costs = []
    for count in (1, 9):
        FindingFactory.create_batch(count, question=question)
        patient.get(address)
        with django_assert_max_num_queries(25) as queries:
            patient.get(address)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_own_data_says_in_plain_words_that_the_check_marked_it(
    patient: Client, address_of: Callable[..., str]
) -> None:
    finding = FindingFactory(name="Chest pain", words="crushing chest pain", looked_at=NOON)
    assert export(finding.question)["safety_check"] == [
        {
            "marked_as": "Chest pain",
            "how_soon": "It may need help at once",
            "words": "crushing chest pain",
            "marked_by": "A rule for words like these, applied by a computer",
            "made_by": finding.made_by,
            "marked_at": finding.found_at.isoformat(),
            "looked_at": NOON.isoformat(),
        }
    ]
    page = page_of(patient, address_of(finding.question, "data/"))
    assert "What our safety check marked" in page
    assert "It may need help at once" in page


def test_what_the_classifier_marked_is_called_so() -> None:
    finding = FindingFactory(made_by="classifier 0f3a", kind="urgent")
    [row] = export(finding.question)["safety_check"]
    told = ("A computer's reading of the sentence", "It may need help today")
    assert (row["marked_by"], row["how_soon"]) == told
