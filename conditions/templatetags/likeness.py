"""Scores of the engine in words."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# Only words: what is shown at all is decided by the floors in conditions/related/ranking/scoring.py.
_STRONG, _CLEAR = 75, 60


@register.filter
def in_hundred(score: float) -> int:
    """Return a score from 0 to 1 as a whole number from 0 to 100."""
    return round(max(0.0, min(score, 1.0)) * 100)


@register.filter
def likeness(score: float) -> str:
    """Return how alike two texts are: "82 of 100, strong"."""
    number = in_hundred(score)
    if number >= _STRONG:
        return _("%(number)d of 100, strong") % {"number": number}
    if number >= _CLEAR:
        return _("%(number)d of 100, clear") % {"number": number}
    return _("%(number)d of 100, weak") % {"number": number}
