"""Filters that turn stored text into page text."""

from django import template
from django.utils.safestring import SafeString

from consult.text import render_markdown

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Render a staff text (CommonMark) as safe HTML."""
    return render_markdown(text or "")
