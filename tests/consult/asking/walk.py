"""The answers of a typical question, and sending them page by page."""

import re
from typing import Any

from django.test import Client

from consult.models import CaseLink, ConsentWording

ANSWERS: dict[str, dict[str, str]] = {
    "who": {"about": "self"},
    "age": {"age_range": "30-39", "sex": "female"},
    "what": {"body": "My left cheek goes numb on the bicycle.", "title": "Why does my cheek go numb?"},
    "began": {"began": "last winter"},
    "tried": {"tried": "A scarf, which helps."},
    "seen": {"seen": "Nobody yet"},
    "wants": {"wants": "Is it dangerous?"},
    "specialty": {"specialty": ""},
    "name": {"display_name": "Quiet Maple", "email": ""},
}


def fill(client: Client, **changes: dict[str, str]) -> None:
    """Send every page of the question, with some pages changed or left out (None)."""
    for slug, answers in {**ANSWERS, **changes}.items():
        if answers is not None:
            response = client.post(f"/ask/{slug}/", answers)
            assert response.status_code == 302, response.content.decode()
    client.post("/ask/similar/")


def consents(*kinds: str) -> dict[str, str]:
    """The ticked boxes of the last page."""
    return {kind: str(ConsentWording.objects.current()[kind].pk) for kind in kinds}


def send(client: Client, *kinds: str) -> Any:
    """Press "Send my question" with these boxes ticked; return the response, or the page that says what is wrong."""
    response = client.post("/ask/check/", consents(*kinds))
    wrong = response.get("Location", "").startswith("/ask/check/?")
    return client.get(response["Location"]) if wrong else response


def token_of(response: Any) -> str:
    """The token in the address that a response leads to."""
    found = re.search(r"/case/([^/]+)/", response["Location"])
    assert found is not None
    return found[1]


def question_at(token: str) -> Any:
    """The question that a token opens."""
    return CaseLink.objects.usable(token).get().question
