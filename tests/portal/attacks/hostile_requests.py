"""Hostile requests, made from a fixed seed: the same ones each time."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = [
    "GET",
    "GET",
    "GET",
    "HEAD",
    "POST",
    "POST",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "FOO",
]
# A value that means something else to SQL, HTML, a shell, a path, a template, a spreadsheet, or a reader of numbers.
VALUES = [
    "", "0", "-1", "1", "2", "9" * 30, "9" * 5_000, "1e309", "NaN", "²", "\x00", "a\x00b", "%", "%%", "%s", "%(x)s",
    "' OR 1=1 --", '"; DROP TABLE consult_question; --', "<script>alert(1)</script>", "{{ 7*7 }}", "{% debug %}",
    "javascript:alert(1)", "//evil.example/", "../../etc/passwd", "..%2f..%2f", "\r\nX-Evil: 1", "\u202e", "\ufeff",
    "🙂" * 100, "é" * 400, "a" * 20_000, "[" * 5_000, "\n" * 10_000, "=cmd|' /C calc'!A0", "true", "null", "[]", "{}",
    "2026-13-45", "0000-00-00", "on", "after-1", "before-x", "\ud800".encode("utf-8", "surrogatepass").hex(),
]  # fmt: skip
NAMES = [
    "q", "p", "o", "page", "next", "after", "before", "term", "title", "body", "email", "text", "action", "specialty",
    "status__exact", "created_at__year", "_selected_action", "_popup", "_to_field", "e", "all", "queue", "letter",
    "helped", "missing", "sure", "redact", "keep", "seen_version", "question_version", "csrfmiddlewaretoken",
    "app_label", "model_name", "field_name", "login", "password", "code", "credential", "uidb36", "key", "day",
    "person",
]  # fmt: skip
TYPES = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a",
    "multipart/form-data", "application/json", "text/plain", "application/x-www-form-urlencoded; charset=utf-16", "x",
]  # fmt: skip
HEADERS = {
    "accept-encoding": ["gzip;q=0", "br", "identity;q=0, *;q=0", "x" * 5_000],
    "accept-language": ["*", "zz-ZZ", "en;q=x", "a" * 5_000],
    "if-modified-since": ["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "9" * 50],
    "if-none-match": ["*", '"a", "b"', "W/"],
    "range": ["bytes=0-0", "bytes=5-1", "bytes=-", "lines=1-2"],
    "x-forwarded-for": ["made-up", "::1", "1.2.3.4, ' OR 1=1", "x" * 5_000],
    "x-http-method-override": ["DELETE"],
    "hx-request": ["true"],
    "referer": ["http://testserver/admin/", "javascript:x", "x" * 3_000],
    "origin": ["null", "https://evil.example", "http://testserver"],
    "sec-fetch-site": ["cross-site", "same-origin", "nonsense"],
    "cookie": [
        "sessionid=' OR 1=1",
        "csrftoken=" + "a" * 32,
        "messages=x; consilium_draft=y",
        "=;=;;",
        "x" * 3_000,
    ],
    "host": ["evil.example", "testserver:x", "[::1", ""],
}


@dataclass
class Hostile:
    """One request."""

    method: str
    path: str
    query: list[tuple[str, str]]
    content_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def addresses() -> list[str]:
    """Every pattern of the site, with {} where it takes a value."""
    found: list[str] = []

    def walk(resolver: URLResolver, before: str) -> None:
        for each in resolver.url_patterns:
            here = before + str(each.pattern)
            if isinstance(each, URLResolver):
                walk(each, here)
            elif isinstance(each, URLPattern):
                found.append(_with_gaps(here))

    walk(get_resolver(), "/")
    return sorted(set(found))


def _with_gaps(pattern: str) -> str:
    """The pattern as an address: what is taken from it becomes {}, signs of regular expressions go."""
    address, depth = "", 0
    for letter in pattern.replace("<", "(").replace(">", ")"):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            address += "{}" if letter == ")" else letter
    return "".join(letter for letter in address if letter not in "^$\\?").replace("//", "/")


@dataclass
class Site:
    """What a hostile client knows of the site that it asks."""

    known: list[str]
    """Numbers and words that lead to something."""
    there: list[str]
    """Addresses that are there for somebody."""
    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    """The fields of each form that was seen, by its address."""


def hostile_requests(seed: int, count: int, site: Site) -> Iterator[Hostile]:
    """`count` requests; those made later know the forms that were put into `site.forms` meanwhile."""
    chance, patterns = random.Random(seed), addresses()
    for _number in range(count):
        path = chance.choice(site.there) if chance.random() < 0.6 else chance.choice(patterns)
        while "{}" in path:
            value = chance.choice(site.known if chance.random() < 0.7 else VALUES)
            path = path.replace("{}", value[:300].replace("?", "").replace("#", "") or "x", 1)
        path, _mark, query = path.partition("?")
        pairs = [(chance.choice(NAMES), chance.choice(VALUES)) for _pair in range(chance.randrange(4))]
        pairs += parse_qsl(query)
        method = chance.choice(METHODS)
        kind, body = chance.choice(TYPES), chance.randbytes(50)
        if method == "POST" and path in site.forms and chance.random() < 0.7:
            kind, body = TYPES[0], _spoiled(site.forms[path], chance)
        elif chance.random() < 0.7:
            body = "&".join(f"{chance.choice(NAMES)}={chance.choice(VALUES)}" for _pair in range(5)).encode(
                "utf-8", "replace"
            )
        names = chance.sample(sorted(HEADERS), chance.randrange(3))
        headers = {name: chance.choice(HEADERS[name]) for name in names}
        yield Hostile(method, path, pairs, kind, body, headers)


def _spoiled(form: dict[str, str], chance: random.Random) -> bytes:
    """A form as a browser sends it, with one to three wrong values."""
    sent = {name: value or "1" for name, value in form.items()}
    for name in chance.choices(sorted(sent), k=chance.randrange(1, 4)):
        sent[name] = chance.choice(VALUES)
    return urlencode(sent).encode()
