"""Words that nobody can see are no words."""

from typing import Any

import pytest

from consult.models import Draft
from tests.cases import case

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]
CASE = case("invisible-question")
FURTHER = (
    "\u00ad",
    "\ufeff\u00a0",
    "\u2800",
    "\u115f\u1160",
    "\u202e\u2066",
    "\ufe0f\u200d",
    "\x00\x08",
    "\u034f\u0301",
)
INVISIBLE = [CASE["title"], CASE["body"], CASE["display_name"], *CASE["also"], *FURTHER]


@pytest.mark.parametrize("nothing", INVISIBLE)
@pytest.mark.parametrize("name", ["title", "body"])
def test_a_question_needs_words(patient: Any, name: str, nothing: str) -> None:
    response = patient.post("/ask/what/", {"title": "My knee", "body": "It clicks.", name: nothing})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [name]
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("nothing", INVISIBLE)
def test_a_display_name_needs_letters(patient: Any, nothing: str) -> None:
    response = patient.post("/ask/name/", {"display_name": nothing, "email": ""})

    assert list(response.context["form"].errors) == ["display_name"]


def test_what_can_be_left_out_may_be_invisible(patient: Any) -> None:
    assert patient.post("/ask/began/", {"began": "\u200b"}).status_code == 302
    assert Draft.objects.get().answers["began"] == ""


def test_a_full_width_address_is_no_display_name(patient: Any) -> None:
    response = patient.post("/ask/name/", {"display_name": "jo＠example．org", "email": ""})

    assert list(response.context["form"].errors) == ["display_name"]
