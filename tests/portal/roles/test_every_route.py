"""Every address of the site as everybody: who gets a page there, what they read on it, and under which headers.

Who has no session is asked for each address of the staff in turns (strangers and patients are the same to it), so are
two doctors where no case is shown, and two of the staff for each page that everybody gets.  What is posted is empty:
hostile bodies are sent by test_fuzz.py, and which action is open to whom is in test_actions.py.
"""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.portal.roles.cast import EVERYBODY, READERS, STAFF, Answer, Person
from tests.portal.roles.planted import plant
from tests.portal.roles.routes import ROUTES, STRANGERS

OTHER_METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
PRIVATE = ("/admin/", "/accounts/", "/case/TOKEN", "/cases/", "/unsubscribe/")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
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


def visitors(cast: list[Person]) -> Iterator[tuple[str, list[Person]]]:
    """Every address with those who ask for its page."""
    for turn, address in enumerate(addresses()):
        alike = set()
        if address.startswith(("/admin/", "/accounts/")):
            alike |= set(STRANGERS) - {STRANGERS[turn % 3]}
            alike |= set() if "/question/" in address else {"ND"[turn % 2]}
        elif addresses()[address] == EVERYBODY:
            alike |= set(STAFF) - {STAFF[turn % 5], STAFF[(turn + 1) % 5]}
        yield address, [person for person in cast if person.letter not in alike]


def crawl(cast: list[Person], rows: dict[str, Any]) -> Iterator[Asked]:
    """Every page for everybody; then, in turns, a post by somebody let in and by somebody not, and another method."""
    others = cycle(OTHER_METHODS)
    for turn, (address, people) in enumerate(visitors(cast)):
        opens, there = addresses()[address], address.format(**rows)
        for person in people:
            yield "GET", address, person, person.ask("GET", there)
        let_in = [person for person in people if person.letter in opens]
        refused = [person for person in people if person.letter not in opens]
        for group in (let_in, refused):
            if group:
                person = group[turn % len(group)]
                yield "POST", address, person, person.ask("POST", there)
        person, method = people[turn % len(people)], next(others)
        yield method, address, person, person.ask(method, there)


def missing_headers(address: str, answer: Answer) -> list[str]:
    """The headers that an answer lacks."""
    found = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    if answer.headers.get("Content-Type", "").startswith("text/html") and answer.text:
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
@pytest.mark.timeout(300)  # two thousand requests
def test_everybody_gets_the_pages_of_the_table_and_reads_nothing_else(quiet: None) -> None:
    cast, rows = plant()
    asked: set[tuple[str, str]] = set()
    got: set[tuple[str, str]] = set()
    errors, leaks, bare = [], [], []
    for method, address, person, answer in crawl(cast, rows):
        told = (method, address, person.letter)
        if method == "GET":
            asked.add((address, person.letter))
            got |= {(address, person.letter)} if answer.status == 200 else set()
        errors += [(*told, answer.status)] if answer.status >= 500 or answer.status == 429 else []
        leaks += [(*told, word) for word in person.may_not_read(answer)]
        bare += [(*told, name) for name in missing_headers(address, answer)]
    assert (errors, leaks, bare) == ([], [], [])
    assert got == {(address, letter) for address, letter in asked if letter in addresses()[address]}
    assert {letter for _address, letter in asked} == {person.letter for person in cast}


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
