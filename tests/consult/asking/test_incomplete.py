"""Which page a draft still lacks: the same as its forms would say, without building them."""

from typing import Any

import pytest

from consult.asking.steps import STEPS, incomplete_step
from consult.models import ConsentWording
from tests.consult.asking.walk import ANSWERS
from tests.factories import SpecialtyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

WHOLE = {name: value for answers in ANSWERS.values() for name, value in answers.items()}
ODD = [
    "",
    " ",
    "x" * 41,
    "x" * 151,
    "x" * 201,
    "x" * 4_001,
    "x" * 20_001,
    "a\0b",
    "self",
    "0-4",
    "1",
    "007",
    "²",
]
NAMES = ["Quiet Maple", "me@home.example", "www.home.example", "HTTPS://x", "call 02079460018"]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.slug)
def test_a_page_accepts_what_its_form_accepts(step: Any) -> None:
    specialty = SpecialtyFactory()
    guardian = ConsentWording.objects.current()["guardian"]
    values = [*ODD, *NAMES, str(specialty.pk), str(specialty.pk + 1), str(guardian.pk), "me@home"]
    drafts = [{}, WHOLE, *[{**WHOLE, name: value} for name in step.form.base_fields for value in values]]
    by_form = [step.form(draft, answers=draft).is_valid() for draft in drafts]
    assert [step.form.accepts(draft) for draft in drafts] == by_form
    assert len(set(by_form)) == 2


@pytest.mark.parametrize(("specialty", "queries"), [("", 0), ("999", 1)])
def test_only_a_chosen_specialty_is_looked_up(
    specialty: str, queries: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(queries):
        lacking = incomplete_step({**WHOLE, "specialty": specialty})
    assert (lacking.slug if lacking else None) == ("specialty" if specialty else None)
