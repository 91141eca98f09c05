"""Scores of the engine in words."""

from django import template
from django.utils.translation import gettext as _

from conditions.related.encoder.encoder import calibration_in_use

register = template.Library()


@register.filter
def in_hundred(score: float) -> int:
    """Return a score from 0 to 1 as a whole number from 0 to 100."""
    return round(max(0.0, min(score, 1.0)) * 100)


@register.filter
def similarity(score: float) -> str:
    """Return how alike two texts are: "82 of 100, strong"; only their order when the encoder is not calibrated."""
    calibration, number = calibration_in_use(), in_hundred(score)
    if calibration.stages is None:
        return _("by rank only")
    if number >= in_hundred(calibration.strong):
        return _("%(number)d of 100, strong") % {"number": number}
    if number >= in_hundred(calibration.clear):
        return _("%(number)d of 100, clear") % {"number": number}
    return _("%(number)d of 100, weak") % {"number": number}
