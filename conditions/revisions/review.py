"""When a page is to be reviewed again."""

from datetime import date, timedelta

from django.conf import settings

from conditions.revisions.document import Document


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def with_next_review(document: Document) -> Document:
    """Plan the next review of a page that has been reviewed and has none planned."""
    last = document.fields["last_reviewed_on"]
    if last and not document.fields["next_review_on"]:
        planned = months_after(date.fromisoformat(last), settings.REVIEW_MONTHS)
        document.fields["next_review_on"] = planned.isoformat()
    return document
