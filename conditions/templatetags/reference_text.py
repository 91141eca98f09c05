"""How the words of a reference page are set."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from conditions.tree import Note
from consult.common.commonmark import render_markdown

register = template.Library()

# h2 is the group's heading; HTML ends at h6.
_OUTERMOST_LEVEL, _DEEPEST_LEVEL = 3, 6


@register.simple_tag
def cause_level(depth: int) -> int:
    """Return the heading level of a cause at this depth: 3 for the outermost."""
    return min(_OUTERMOST_LEVEL + depth - 1, _DEEPEST_LEVEL)


@register.filter
def markdown_with_notes(text: str, notes: list[Note]) -> SafeString:
    """Return the CommonMark `text` as safe HTML with the numbers of its sources after the last word."""
    html = render_markdown(text).rstrip()
    marks = render_to_string("includes/notes.html", {"notes": notes}).strip()
    if html.endswith("</p>"):
        return mark_safe(f"{html[:-4]} {marks}</p>")  # noqa: S308  (both parts are safe)
    return mark_safe(f"{html}<p>{marks}</p>" if marks else html)  # noqa: S308  (as above)
