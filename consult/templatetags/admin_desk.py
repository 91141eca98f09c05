"""Filters of the desk's templates."""

from datetime import datetime

from django import template

from consult.desk import waiting

register = template.Library()


@register.filter
def wait_words(moment: datetime) -> str:
    """How long ago, in words: "3 days"."""
    return waiting.words_since(moment)


@register.filter
def age_class(moment: datetime) -> str:
    """The colour of the wait, as a CSS class."""
    return waiting.age_class(moment)
