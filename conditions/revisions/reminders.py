"""Tells editors by mail which pages are due for review: once a week, for as long as some are."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from conditions.models import ReferencePage
from consult.common.holders import holders_of
from consult.notifications.outbox import enqueue_mail

LISTED = 20


def remind_of_reviews() -> int:
    """Tell readers of overdue pages, and queue one mail for each editor; return how many pages are due."""
    ReferencePage.objects.overdue().filter(is_overdue=False).update(is_overdue=True)
    due = ReferencePage.objects.due_for_review().order_by("next_review_on", "pk")
    count = due.count()
    if not count:
        return 0
    year, week, _day = timezone.localdate().isocalendar()
    with override(settings.LANGUAGE_CODE):
        subject = _("%(site)s: pages due for review: %(count)d") % {
            "site": settings.SITE_NAME,
            "count": count,
        }
        lines = [f"{date_format(page.next_review_on or '')}  {page.title}" for page in due[:LISTED]]
        address = f"{settings.SITE_URL}{reverse('admin:conditions_referencepage_changelist')}?review=due"
        body = "\n".join([_("The planned review of these pages has come:"), "", *lines, "", address])
    for user in holders_of("conditions.publish_revision").exclude(email=""):
        enqueue_mail(EmailMessage(subject, body, to=[user.email]), key=f"reviews:{user.pk}:{year}-{week}")
    return count
