"""The answer that a patient has to be examined in person: how soon, and in which words."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class HowSoon(models.TextChoices):
    """How soon somebody has to examine the patient; "" for a reply that answers by itself."""

    NOT_NEEDED = "", _("No: this reply answers the question")
    TODAY = "today", _("Yes, today")
    DAYS = "days", _("Yes, within a few days")
    ROUTINE = "routine", _("Yes, at an ordinary appointment")


HEADINGS: dict[str, Any] = {
    HowSoon.TODAY: _("Somebody has to examine you in person, today"),
    HowSoon.DAYS: _("Somebody has to examine you in person, within a few days"),
    HowSoon.ROUTINE: _("Somebody has to examine you in person, at an ordinary appointment"),
}
"""What stands above the reply, wherever it is read."""

READY_TEXTS: dict[str, Any] = {
    HowSoon.TODAY: _(
        "What you describe has to be looked at today, and written advice would not be safe. "
        "Please call your local health line or go to an urgent care centre, and take a print of your question along."
    ),
    HowSoon.DAYS: _(
        "Your question needs somebody to examine you, so a written answer alone would not be safe. "
        "Please see your family doctor within a few days, and take a print of your question along."
    ),
    HowSoon.ROUTINE: _(
        "Your question needs somebody to examine you; there is no hurry. "
        "Please book an ordinary appointment with your family doctor, and take a print of your question along."
    ),
}
"""What the patient reads where the doctor writes no words of their own."""
