"""Scores of the engine in words."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# Only words: what is shown at all is decided by the floors in conditions/related/ranking.py.
_VERY, _QUITE = 75, 60


@register.filter
def in_hundred(score: float) -> int:
    """Return a score from 0 to 1 as a whole number from 0 to 100."""
    return round(max(0.0, min(score, 1.0)) * 100)


@register.filter
def likeness(score: float) -> str:
    """Return how alike two texts are: "82 of 100, very close"."""
    number = in_hundred(score)
    if number >= _VERY:
        return _("%(number)d of 100, very close") % {"number": number}
    if number >= _QUITE:
        return _("%(number)d of 100, close") % {"number": number}
    return _("%(number)d of 100, not far") % {"number": number}
