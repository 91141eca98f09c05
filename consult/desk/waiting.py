"""How long somebody has waited, in words and in a colour."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from consult.models.safety import DangerLevel

# Days after which a waiting question turns amber, then red: a third and two thirds into a week's promise.
AMBER = timedelta(days=2)
RED = timedelta(days=5)


def words_since(moment: datetime, now: datetime | None = None) -> str:
    """Return "3 days", "5 hours" or "less than an hour", rounded down."""
    passed = (now or timezone.now()) - moment
    if passed >= timedelta(days=1):
        return ngettext("%d day", "%d days", passed.days) % passed.days
    hours = int(passed.total_seconds() // 3600)
    return ngettext("%d hour", "%d hours", hours) % hours if hours else gettext("less than an hour")


def age_class(moment: datetime, now: datetime | None = None, level: int = DangerLevel.NONE) -> str:
    """Return the CSS class of the wait: "wait-new", "wait-amber" or "wait-red"; in danger no wait is green."""
    passed = (now or timezone.now()) - moment
    if passed >= RED or level == DangerLevel.NOW:
        return "wait-red"
    return "wait-amber" if passed >= AMBER or level == DangerLevel.TODAY else "wait-new"
