"""No pasted character hides a red flag."""

from typing import Any

import pytest

from consult.models import Question, RedFlagRule
from consult.safety.scan import patient_text, scan, scan_with
from tests.cases import case
from tests.factories import QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CASE = case("red-flags-pasted-characters")
HIDDEN = "\u00ad\u034f\u115f\u200b\u200d\u2060\u2063\u2800\u3164\ufe0f\ufeff\u202e\U000e0061\x00\x08"
FURTHER = [
    *(f"I want to ki{hidden}ll mys{hidden}elf" for hidden in HIDDEN),
    *(f"I can{apostrophe}t breathe" for apostrophe in "'\u2019\u02bc\u2032`\u00b4\u201b"),
    "I have chest\u00a0pain", "chest\u3000pain", "ｃｈｅｓｔ　ｐａｉｎ",
    "I want to ki\u0301ll myself", "𝐈 𝐰𝐚𝐧𝐭 𝐭𝐨 𝐤𝐢𝐥𝐥 𝐦𝐲𝐬𝐞𝐥𝐟",
]  # fmt: skip


@pytest.mark.parametrize("body", [*CASE["baseline_found"], *CASE["missed"], *FURTHER])
def test_it_leads_to_the_stop_page(patient: Any, body: str) -> None:
    response = patient.post("/ask/what/", {"title": "Help", "body": body})

    assert response["Location"].startswith("/ask/stop/")


@pytest.mark.parametrize("body", [*CASE["missed"], *FURTHER])
def test_it_is_found_in_text_that_was_stored_before(body: str) -> None:
    body = body.replace("\x00", "")  # PostgreSQL stores no NUL
    question = QuestionFactory.create()
    Question.objects.filter(pk=question.pk).update(body=body)
    text = patient_text(Question.objects.get(pk=question.pk))

    assert scan(text) != []


def test_the_words_are_marked_where_they_stand() -> None:
    text = "Since noon: che\u200bst\u00a0pa\u00adin, bad"

    found = scan_with(text, [RedFlagRule(phrases="chest pain")])

    assert [text[flag.start : flag.end] for flag in found] == ["che\u200bst\u00a0pa\u00adin"]
