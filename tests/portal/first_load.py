"""What a browser fetches on the first visit of a page, compressed as it is served."""

import gzip
import re
from functools import cache
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
from django.contrib.staticfiles import finders
from django.test import Client

HEADERS = 700
"""Of one answer, no less than a server of ours sends."""
LOCATION = re.compile(r"<loc>https?://[^/]+(/[^<]*)</loc>")
ASKED = re.compile(r'href="(/conditions/[a-z0-9-]+/asked/[a-z0-9-]+/)"')
FETCHED = re.compile(r'<(?:link|script|img)\b[^>]*?(?:href|src)="/static/([^"]+)"[^>]*>')


@cache
def served(name: str) -> int:
    """Bytes of a static file as WhiteNoise keeps it for browsers that take Brotli."""
    return len(brotli.compress(Path(str(finders.find(name))).read_bytes()))


def first_load(client: Client, address: str) -> int:
    """Bytes of the page and of everything that it names."""
    page: Any = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert page.status_code == 200, address
    whole = gzip.decompress(page.content) if page.has_header("Content-Encoding") else page.content
    files = {found[1] for found in FETCHED.finditer(whole.decode()) if 'rel="manifest"' not in found[0]}
    assert "css/site.css" in files
    return len(page.content) + sum(map(served, files)) + HEADERS * (1 + len(files))


def addresses(client: Client) -> list[str]:
    """Every address that search engines are told, and the lists of questions that reference pages lead to."""
    parts = LOCATION.findall(client.get("/sitemap.xml").content.decode())
    found = [each for part in parts for each in LOCATION.findall(client.get(part).content.decode())]
    pages = [each for each in found if each.startswith("/conditions/")]
    asked = {link for page in pages for link in ASKED.findall(client.get(page).content.decode())}
    return [
        *found,
        *sorted(asked),
        "/search/?q=numb+cheek",
        "/emergency/",
        "/ask/",
        "/ask/who/",
        "/case/find/",
    ]
