"""How long somebody has waited, in words and in a colour."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from consult.models import Question
from consult.models.safety import DangerLevel


def words_since(moment: datetime, now: datetime | None = None) -> str:
    """Return "3 days", "5 hours" or "less than an hour", rounded down."""
    passed = (now or timezone.now()) - moment
    if passed >= timedelta(days=1):
        return ngettext("%d day", "%d days", passed.days) % passed.days
    hours = int(passed.total_seconds() // 3600)
    return ngettext("%d hour", "%d hours", hours) % hours if hours else gettext("less than an hour")


def age_class(
    moment: datetime,
    now: datetime | None = None,
    level: int = DangerLevel.NONE,
    target: timedelta | None = None,
) -> str:
    """Return the CSS class of the wait: "wait-new", "wait-amber" or "wait-red"; in danger no wait is green.

    It turns amber at half of the target (the site's, where none is given), and red when the target is over.
    """
    passed = (now or timezone.now()) - moment
    target = target or site_target()
    if passed >= target or level == DangerLevel.NOW:
        return "wait-red"
    return "wait-amber" if passed >= target / 2 or level == DangerLevel.TODAY else "wait-new"


def site_target() -> timedelta:
    """Within what time a patient should have a reply where no specialty says otherwise."""
    return timedelta(hours=settings.ANSWER_HOURS)


def target_of(question: Question) -> timedelta:
    """Within what time this patient should have a reply."""
    return question.specialty.target if question.specialty else site_target()


def colour_of(question: Question, moment: datetime) -> str:
    """The class of a question that has waited since `moment`, by its danger and the target of its specialty."""
    return age_class(moment, level=question.danger_level, target=target_of(question))


def owed_since(question: Any) -> datetime | None:
    """Since when a doctor owes its patient words, of a row with `waiting_since`; None where nobody owes any now."""
    if question.state.awaits_doctor:
        return question.waiting_since  # type: ignore[no-any-return]
    is_followed_up = question.state.is_replied and question.waiting_since != question.asked_at
    return question.waiting_since if is_followed_up else None


def told(question: Question, moment: datetime | None) -> SafeString:
    """The wait since `moment` in words and colour; of one that waits for its patient, that the clock stands."""
    if question.state.awaits_patient:
        if question.paused_at is None:
            return SafeString()
        words = gettext("with the patient for %s") % words_since(question.paused_at)
        return format_html('<span class="wait">{}</span>', words)
    if moment is None:
        return SafeString()
    return format_html('<span class="wait {}">{}</span>', colour_of(question, moment), words_since(moment))
