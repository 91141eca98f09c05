"""What a browser fetches on the first visit of a page, compressed as it is served, stays small."""

import re
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories import public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MOST = 40_000
HEADERS = 700
"""Of one answer, no less than a server of ours sends."""
FETCHED = re.compile(r'<(?:link|script|img)\b[^>]*?(?:href|src)="/static/([^"]+)"[^>]*>')


def served(name: str) -> int:
    """Bytes of a static file as WhiteNoise keeps it for browsers that take Brotli."""
    return len(brotli.compress(Path(str(finders.find(name))).read_bytes()))


def first_load(client: Client, address: str) -> int:
    """Bytes of the page and of everything that it names."""
    page: Any = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert (page.status_code, page["Content-Encoding"]) == (200, "gzip")
    whole = client.get(address).content.decode()
    files = {found[1] for found in FETCHED.finditer(whole) if 'rel="manifest"' not in found[0]}
    assert "css/site.css" in files
    return len(page.content) + sum(map(served, files)) + HEADERS * (1 + len(files))


def test_the_first_visit_is_below_40_kb(stranger: Client) -> None:
    question = public_question()
    assert [
        address for address in ("/", question.get_absolute_url()) if first_load(stranger, address) > MOST
    ] == []
