"""Open reports of readers stand on the screen on which something is done about them, and are closed there."""

from typing import Any

import pytest
from django.test import Client

from consult.models import AuditEntry, PageReport
from tests.consult.desk.test_approval import screen, typed
from tests.factories import public_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Any:
    return public_question()


def report(question: Any, details: str = "It names my neighbour.", **fields: Any) -> PageReport:
    return PageReport.objects.create(
        question=question, path="/", reason="personal_data", details=details, **fields
    )


def test_what_is_open_is_shown_and_closed_with_the_edit(editor_client: Client, question: Any) -> None:
    first, second = report(question), report(question, "And the street.")
    page = editor_client.get(screen(question)).content.decode()
    assert ("It names my neighbour." in page, "And the street." in page) == (True, True)
    done = {"action": f"report-{first.pk}", f"report-{first.pk}-resolution": "Took the name out."}
    editor_client.post(screen(question), typed(question, body="My neighbour is well.", **done))
    first.refresh_from_db()
    question.refresh_from_db()
    assert (first.resolution, question.body) == ("Took the name out.", "My neighbour is well.")
    assert list(PageReport.objects.open()) == [second]
    assert AuditEntry.objects.latest("pk").action == "report resolved"
    assert "It names my neighbour." not in editor_client.get(screen(question)).content.decode()


def test_nothing_is_closed_without_words_or_twice(editor_client: Client, question: Any) -> None:
    open_one = report(question)
    response = editor_client.post(screen(question), typed(question, action=f"report-{open_one.pk}"))
    name = f"id_report-{open_one.pk}-resolution"
    assert response.context["errors"] == [(name, "Say what you did, so that the next editor knows.")]
    editor_client.post(screen(question), typed(question, action="report-999"))
    assert PageReport.objects.open().count() == 1
