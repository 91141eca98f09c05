"""The form of a reference page, as an editor's browser sees and sends it."""

from typing import Any

from django.urls import reverse

from tests.forms import filled


def address(reference: Any) -> str:
    return reverse("admin:conditions_referencepage_change", args=[reference.pk])


def opened(client: Any, reference: Any) -> dict[str, Any]:
    """The form as the editor sees it."""
    return filled(client.get(address(reference)), "referencepage_form")
