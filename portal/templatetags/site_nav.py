"""The links of the main navigation."""

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("includes/nav_link.html", takes_context=True)
def nav_link(context: dict[str, Any], view: str, label: str) -> dict[str, Any]:
    """Return what one entry of the main navigation, which leads to the named `view`, shows.

    It is marked as current on its own page ("page") and on the pages below it ("true").
    """
    address = reverse(view)
    request = context.get("request")
    path = request.path if request is not None else ""
    current = "page" if path == address else "true" if path.startswith(address) else ""
    return {"address": address, "label": label, "current": current}
