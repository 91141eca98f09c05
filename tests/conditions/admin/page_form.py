"""The form of a reference page, as an editor's browser sees and sends it."""

from typing import Any

from django.urls import reverse

from conditions.actions.revisions import publish
from conditions.models import ReferencePage, Revision
from tests.forms import filled


def screen(reference: Any, name: str) -> str:
    return reverse(f"admin:conditions_referencepage_{name}", args=[reference.pk])


def address(reference: Any) -> str:
    return screen(reference, "change")


def opened(client: Any, reference: Any, query: str = "") -> dict[str, Any]:
    """The form as the editor sees it."""
    return filled(client.get(address(reference) + query), "referencepage_form")


def draft_of(reference: Any) -> Revision:
    """The revision on its way."""
    return Revision.objects.open().get(page=reference)


def saved(client: Any, reference: Any, form: dict[str, Any]) -> Revision:
    """Save the form as a draft."""
    response = client.post(address(reference), form)
    assert (response.status_code, response.headers["Location"]) == (302, screen(reference, "publication"))
    return draft_of(reference)


def put_on_the_site(client: Any, reference: Any, form: dict[str, Any]) -> ReferencePage:
    """Save the form, and write the rows, whoever has to approve it."""
    return publish(revision=saved(client, reference, form), actor=None)


def decide(client: Any, reference: Any, decision: str, **more: Any) -> str:
    """Press a button of the publication screen; the words of the screen that follows."""
    draft = Revision.objects.open().filter(page=reference).first()
    sent = {"decision": decision, "version": draft.version if draft else "", **more}
    answer = client.post(screen(reference, "publication"), sent, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())
