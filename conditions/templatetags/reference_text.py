"""How the words of a reference page are set."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from conditions.grounding.blocks import opening
from conditions.linking import Names, Place
from conditions.models import Cause, ReferencePage
from conditions.tree import Note
from consult.common.commonmark import render_markdown

register = template.Library()

# h2 is the group's heading; HTML ends at h6.
_OUTERMOST_LEVEL, _DEEPEST_LEVEL = 3, 6
# Of a long text on a long page so many words stand unfolded.
UNFOLDED_WORDS = 60


@register.simple_tag
def cause_level(depth: int) -> int:
    """Return the heading level of a cause at this depth: 3 for the outermost."""
    return min(_OUTERMOST_LEVEL + depth - 1, _DEEPEST_LEVEL)


@register.inclusion_tag("conditions/text.html")
def told(
    text: str,
    name: str,
    *,
    names: Names,
    page: ReferencePage,
    cause: Cause | None = None,
    fold: bool = False,
    notes: Sequence[Note] = (),
) -> dict[str, Any]:
    """Show the CommonMark `text` of what is called `name`, with its sources, and links to what it names elsewhere.

    With `fold` only the beginning of a long text stands unfolded.
    """
    first, rest = opening(text, UNFOLDED_WORDS) if fold else (text, "")
    # Neither the page nor the cause leads to itself.
    linked: set[Place] = {(page.pk, None), (page.pk, cause.pk if cause else None)}
    return {
        "first": names.link(_with_notes(first, notes), linked),
        "rest": names.link(render_markdown(rest), linked) if rest else "",
        "name": name,
    }


def _with_notes(text: str, notes: Sequence[Note]) -> SafeString:
    """Return the CommonMark `text` as safe HTML with the numbers of its sources after the last word."""
    html = render_markdown(text).rstrip()
    marks = render_to_string("includes/notes.html", {"notes": notes}).strip()
    if html.endswith("</p>"):
        return mark_safe(f"{html[:-4]} {marks}</p>")  # noqa: S308  (both parts are safe)
    return mark_safe(f"{html}<p>{marks}</p>" if marks else html)  # noqa: S308  (as above)
