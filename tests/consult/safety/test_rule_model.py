"""A rule that could not work, or that names no source or half a review, is refused."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from consult.models import RedFlagRule

pytestmark = pytest.mark.django_db


def rule(**changes: Any) -> RedFlagRule:
    """An unsaved rule that is right but for the changes."""
    fields = {
        "name": "Test flag",
        "sign": "has a test sign",
        "advice": "Call.",
        "phrases": "test sign",
        "source_publisher": "Test Publisher",
        "source_title": "Signs",
        "source_url": "https://publisher.example/signs",
    }
    return RedFlagRule(**{**fields, **changes})


def test_right_rule_is_accepted_and_its_changes_are_kept() -> None:
    saved = rule()
    saved.full_clean()
    saved.save()
    saved.phrases = "other sign"
    saved.save()

    assert list(saved.history.values_list("phrases", flat=True)) == ["other sign", "test sign"]


@pytest.mark.parametrize("field", ["phrases", "exceptions"])
def test_phrase_that_cannot_be_read_is_refused_by_the_form(field: str) -> None:
    with pytest.raises(ValidationError) as error:
        rule(**{field: "fine\nab*"}).full_clean()

    assert error.value.message_dict == {
        field: ["Line 2, “ab*”: write at least three letters before “*”."],
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"phrases": ""},
        {"source_url": ""},
        {"source_publisher": ""},
        {"reviewed_by": "Dr A"},
        {"reviewed_on": date(2026, 1, 2)},
    ],
)
def test_database_refuses(changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rule(**changes).save()
