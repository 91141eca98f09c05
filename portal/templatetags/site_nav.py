"""The links of the main navigation."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
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
def site_places(context: dict[str, Any]) -> list[Place]:
    """Return the entries of the main navigation."""
    request = context.get("request")
    path = request.path if request is not None else ""
    places = []
    for view, label in PLACES:
        address = reverse(view)
        current = "page" if path == address else "true" if path.startswith(address) else ""
        places.append(Place(address, label, current))
    return places
