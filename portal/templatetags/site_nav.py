"""The links of the main navigation."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()

PLACES = (
    ("consult:ask", _("Ask a doctor")),
    ("consult:questions", _("Questions")),
    ("conditions:list", _("Conditions")),
    ("consult:specialties", _("Specialties")),
    ("consult:doctors", _("Doctors")),
)


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation; `current` is "page" on its own page, "true" below it, "" elsewhere."""

    address: str
    label: Any
    current: str


@register.simple_tag(takes_context=True)
def site_nav(context: dict[str, Any]) -> SafeString:
    """Return the entries of the main navigation, drawn once for the process, language and place in the site."""
    request = context.get("request")
    path = request.path if request is not None else ""
    prefix = get_script_prefix()
    marks = tuple(
        "page" if path == address else "true" if path.startswith(address) else ""
        for address in _addresses(prefix)
    )
    return _drawn(get_language(), prefix, marks)


@lru_cache(maxsize=8)
def _addresses(_prefix: str) -> tuple[str, ...]:
    """Where the entries lead."""
    return tuple(reverse(view) for view, _label in PLACES)


@lru_cache(maxsize=64)
def _drawn(_language: str | None, prefix: str, marks: tuple[str, ...]) -> SafeString:
    """The entries, with what is current of each."""
    places = [
        Place(address, label, current)
        for address, (_view, label), current in zip(_addresses(prefix), PLACES, marks, strict=True)
    ]
    return render_to_string("includes/nav_links.html", {"places": places})
