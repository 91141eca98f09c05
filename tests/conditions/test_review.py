"""Reference pages are reviewed by somebody, on a day, and again by a later day."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from conditions.models import ReferencePage
from tests.factories import NOON, ReferencePageFactory

pytestmark = pytest.mark.django_db


def reviewed(next_review: Any, **fields: Any) -> ReferencePage:
    """A page that was reviewed, with the day of its next review."""
    last = NOON.date().replace(year=2020)
    return ReferencePageFactory(
        reviewed_by="Dr Reviewer", last_reviewed_on=last, next_review_on=next_review, **fields
    )


def test_a_review_is_due_from_its_day_on(editor_client):
    today = timezone.localdate()
    overdue, due = reviewed(today - timedelta(days=1)), reviewed(today)
    later, unplanned, never = reviewed(today + timedelta(days=1)), reviewed(None), ReferencePageFactory()
    assert set(ReferencePage.objects.due_for_review()) == {overdue, due}
    pages = reverse("admin:conditions_referencepage_changelist")
    for choice, found in (
        ("due", {overdue, due}),
        ("never", {never}),
        ("", {overdue, due, later, unplanned, never}),
    ):
        listed = editor_client.get(pages, {"review": choice} if choice else {}).context["cl"]
        assert set(listed.queryset) == found


@pytest.mark.parametrize(
    "fields",
    [
        {"next_review_on": NOON.date()},
        {"last_reviewed_on": NOON.date()},
        {"reviewed_by": "Dr Reviewer", "last_reviewed_on": NOON.date(), "next_review_on": NOON.date()},
    ],
    ids=["planned without a last one", "by nobody", "next on the day of the last"],
)
def test_the_database_refuses_a_review_that_cannot_be(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReferencePageFactory(**fields)


def test_readers_are_told_when_nobody_has_reviewed_a_page(stranger):
    text = stranger.get(ReferencePageFactory().get_absolute_url()).content.decode()
    assert "<dt>Reviewed by</dt><dd>Nobody here yet. Read the sources.</dd>" in text
    assert "Last reviewed" not in text
