"""Reference pages are reviewed by somebody, on a day, and again by a later day."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from conditions.models import ReferencePage
from consult.models import OutboxMessage
from consult.notifications.deliver import drain
from tests.factories import NOON, ReferencePageFactory, UserFactory

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


def test_editors_are_reminded_once_a_week_while_something_is_due(editor, doctor, mailoutbox):
    call_command("remind_of_reviews")
    assert OutboxMessage.objects.count() == 0
    page = reviewed(timezone.localdate(), title="Causes of hiccups")
    UserFactory(username="without", email="", is_staff=True).groups.set(editor.groups.all())
    for _day in range(2):
        call_command("remind_of_reviews")
    drain()
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == ([editor.email], "Consilium: pages due for review: 1")
    assert page.title in mail.body
    assert "/admin/conditions/referencepage/?review=due" in mail.body


def test_readers_of_an_overdue_page_are_told(stranger):
    today = timezone.localdate()
    overdue, due = (reviewed(today - timedelta(days=back)) for back in (1, 0))
    call_command("remind_of_reviews")
    told = ["was due on" in stranger.get(page.get_absolute_url()).content.decode() for page in (overdue, due)]
    assert told == [True, False]
