"""Fields of the admin that search while somebody types."""

from typing import Any

import pytest
from django.urls import reverse

from portal.admin_site import FirstMatches
from tests.factories import QuestionFactory, SpecialtyFactory, TopicFactory

pytestmark = pytest.mark.django_db


def typed(client: Any, words: str, **more: str) -> dict[str, Any]:
    """What the field is offered for these words."""
    field = {"app_label": "consult", "model_name": "question", "field_name": "topics"}
    found: dict[str, Any] = client.get(reverse("admin:autocomplete"), {"term": words, **field, **more}).json()
    return found


def test_the_first_matches_and_a_hint_that_there_are_more(editor_client, monkeypatch):
    monkeypatch.setattr(FirstMatches, "most", 2)
    for name in ("Ache", "Aches", "Backache", "Fever"):
        TopicFactory(name=name, specialty=SpecialtyFactory())
    offered = typed(editor_client, "ache")
    assert [row["text"] for row in offered["results"]] == [
        "Ache (Neurology)",
        "Aches (Neurology)",
        "There are more: type more letters.",
    ]
    assert (offered["results"][2]["disabled"], offered["pagination"]) == (True, {"more": False})
    assert [row["text"] for row in typed(editor_client, "back")["results"]] == ["Backache (Neurology)"]


def test_matches_cost_one_query(editor_client, django_assert_num_queries):
    TopicFactory.create_batch(3)
    # Session, sign-in, rights (2), and the rows with their specialties.
    with django_assert_num_queries(5):
        typed(editor_client, "topic")


def test_strangers_are_offered_nothing(stranger):
    assert stranger.get(reverse("admin:autocomplete")).status_code == 302


def test_doctors_are_offered_nothing_of_what_editors_sort(doctor_client):
    field = {"app_label": "portal", "model_name": "sitepage", "field_name": "title"}
    assert doctor_client.get(reverse("admin:autocomplete"), {"term": "a", **field}).status_code == 403


def test_questions_are_told_apart_by_their_number(editor_client, neurology):
    first, second = (QuestionFactory(title="Numb cheek", specialty=neurology) for _ in range(2))
    offered = typed(editor_client, "numb", app_label="conditions", model_name="neighbour", field_name="other")
    assert {row["text"] for row in offered["results"]} == {
        f"Numb cheek (#{first.pk})",
        f"Numb cheek (#{second.pk})",
    }
