"""Every address of the site as everybody: who gets a page there, what they read on it, and under which headers.

Each page is asked for by everybody; posts and other methods in turns, and all of them by everybody with EVERY_METHOD=1
(`python -m bench.hard` does it).  What is posted is empty: hostile bodies are sent by test_fuzz.py, and which action is
open to whom is in test_actions.py.
"""

import os
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver

from tests.portal.roles.cast import READERS, Answer, Person
from tests.portal.roles.planted import plant
from tests.portal.roles.routes import ROUTES

OTHER_METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
PRIVATE = ("/admin/", "/accounts/", "/case/TOKEN", "/cases/", "/unsubscribe/")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
EVERY_METHOD = os.environ.get("EVERY_METHOD") == "1"
Asked = tuple[str, str, Person, Answer]


def patterns(resolver: URLResolver, before: str = "/") -> set[str]:
    """Every route of the URLconf."""
    found: set[str] = set()
    for each in resolver.url_patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLResolver):
            found |= patterns(each, here)
        elif isinstance(each, URLPattern):
            found.add(here)
    return found


def addresses() -> dict[str, str]:
    """Every address of the table, and who gets a page there."""
    return {address: who for found in ROUTES.values() for address, who in found.items()}


def crawl(cast: list[Person], rows: dict[str, Any]) -> Iterator[Asked]:
    """Every page for everybody; then, in turns, a post by somebody let in and by somebody not, and another method."""
    others = cycle(OTHER_METHODS)
    for turn, (address, opens) in enumerate(addresses().items()):
        there = address.format(**rows)
        let_in = [person for person in cast if person.letter in opens]
        refused = [person for person in cast if person.letter not in opens]
        asked = [("POST", group[turn % len(group)]) for group in (let_in, refused) if group]
        asked.append((next(others), cast[turn % len(cast)]))
        if EVERY_METHOD:
            asked = [(method, person) for method in ("POST", *OTHER_METHODS) for person in cast]
        for method, person in [("GET", person) for person in cast] + asked:
            if EVERY_METHOD:
                cache.clear()  # the limits on what one network address may ask are not what is tried here
            yield method, address, person, person.ask(method, there)


def missing_headers(address: str, answer: Answer) -> list[str]:
    """The headers that an answer lacks."""
    found = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    kind = answer.headers.get("Content-Type", "")
    if answer.text and (
        not kind or (kind.startswith("text/") and "charset=utf-8" not in kind.replace('"', ""))
    ):
        found.append("Content-Type")
    if kind.startswith("text/html") and answer.text:
        found += [
            name for name in ("Content-Security-Policy", "Referrer-Policy") if name not in answer.headers
        ]
    if address.startswith(PRIVATE) and answer.headers.get("Cache-Control") != "no-store, private":
        found.append("Cache-Control")
    return found


def test_no_route_is_missing_from_the_table() -> None:
    assert patterns(get_resolver()) == set(ROUTES)


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.timeout(0 if EVERY_METHOD else 300)  # three thousand requests
def test_everybody_gets_the_pages_of_the_table_and_reads_nothing_else(quiet: None) -> None:
    cast, rows = plant()
    got: set[tuple[str, str]] = set()
    errors, leaks, bare, count = [], [], [], 0
    for method, address, person, answer in crawl(cast, rows):
        count += 1
        told = (method, address, person.letter)
        if method == "GET" and answer.status == 200:
            got.add((address, person.letter))
        errors += [(*told, answer.status)] if answer.status >= 500 or answer.status == 429 else []
        leaks += [(*told, word) for word in person.may_not_read(answer)]
        bare += [(*told, name) for name in missing_headers(address, answer)]
    print(
        f"\n{count} requests, {len(addresses())} addresses as {len(cast)} roles: {len(errors)} errors, "
        f"{len(leaks)} answers with words of others, {len(bare)} without a header."
    )
    assert (errors, leaks, bare) == ([], [], [])
    assert got == {(address, letter) for address, who in addresses().items() for letter in who}


@pytest.mark.django_db
def test_the_planted_words_are_read_by_those_who_may(quiet: None) -> None:
    """Or the crawl would find no leak because there is nothing to find."""
    cast, rows = plant()
    screens = ("/case/TOKEN/data/", "/ask/check/", "/admin/consult/question/{shared}/change/",
               "/admin/consult/question/{other}/change/", "/admin/consult/pagereport/{report}/change/",
               "/admin/consult/helpfulvote/", "/admin/consult/snippet/", "/admin/conditions/referencepage/",
               "/admin/auth/user/")  # fmt: skip
    found = dict.fromkeys(READERS, "")
    for person in cast:
        texts = [person.ask("GET", screen.format(**rows)).whole for screen in screens]
        for word in READERS:
            found[word] += person.letter * any(word.lower() in text for text in texts)
    assert found == {word: "".join(sorted(who, key="SPLNDMEA".index)) for word, who in READERS.items()}
