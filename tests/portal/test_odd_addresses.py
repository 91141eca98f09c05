"""No address that a stranger can type is answered with an error of ours."""

import pytest
from django.test import Client

from tests.portal.world import world

pytestmark = pytest.mark.django_db

ODD = [
    "",
    "\x00",
    "a\x00b",
    "%",
    "' OR 1=1 --",
    "é" * 400,
    "🙂",
    "-1",
    "99999999999999999999",
    "\ud800".encode("utf-8", "replace").decode(),
]
PARAMETERS = [
    ("/search/", "q"),
    ("/search/?q=face", "specialty"),
    ("/search/?q=face", "topic"),
    ("/search/?q=face", "doctor"),
    ("/search/?q=face", "year"),
    ("/search/?q=face", "cause"),
    ("/search/?q=face", "after"),
    ("/questions/", "after"),
    ("/questions/", "before"),
    ("/doctors/", "specialty"),
    ("/conditions/", "letter"),
    ("/report/", "page"),
    ("/sitemap-questions.xml", "p"),
]
PATHS = [
    "/questions/99999999999999999999/",
    "/questions/0/x/print/",
    "/case/%00/",
    "/unsubscribe/%00/",
    "/cases/%F0%9F%98%80/",
    "/conditions/category/x/",
    "/specialties/x/y/",
]


@pytest.mark.parametrize(("address", "name"), PARAMETERS)
def test_odd_values_are_answered(stranger: Client, address: str, name: str) -> None:
    world(1)
    for value in ODD:
        response = stranger.get(
            address, query_params={**dict(pair.split("=") for pair in address.split("?")[1:]), name: value}
        )
        assert response.status_code in (200, 400, 404, 429), value


@pytest.mark.parametrize("path", PATHS)
def test_odd_paths_are_not_found(stranger: Client, path: str) -> None:
    assert stranger.get(path).status_code in (302, 404)
