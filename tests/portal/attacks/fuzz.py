"""Sends hostile requests as every role to the application that gunicorn serves, and counts how they were answered."""

import re
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import quote, unquote_plus, urlencode

from django.conf import settings
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import RequestFactory

from portal.wsgi import application
from tests.portal.attacks.hostile_requests import Hostile, Site, hostile_requests
from tests.portal.roles.cast import ROLES, Answer, Person

CROOKED = "H"
"""Who sends hostile cookies: nobody, as theirs are not the cookies of a sign-in."""
TOKEN = "c" * 32
FIELD = re.compile(r"<(?:input|textarea|select|button)\b[^>]*>")
ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')
# The token goes in a header, where a spoiled form leaves it whole.
LEFT_OUT = ("csrfmiddlewaretoken", "")
COLUMNS = ("2xx", "3xx", "to sign in", "400", "403", "404", "405", "429", "other 4xx", "5xx")


class Environ(RequestFactory):
    """Makes what a server hands over, and no request of it: that is for the application to try."""

    def request(self, **request: Any) -> Any:
        """The environ."""
        return self._base_environ(**request)  # type: ignore[attr-defined]


@dataclass
class Told:
    """What came of all the requests."""

    answered: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many, by the letter of the role and the column of the table."""
    failed: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Those answered with an error of ours: role, method, path, why."""
    leaked: list[tuple[str, str, str, list[str]]] = field(default_factory=list)
    """Those answered with words that are not for this role."""

    def table(self) -> list[str]:
        """Each role with how it was answered."""
        roles = {**ROLES, CROOKED: "a stranger with hostile cookies"}
        lines = [f"| role | requests | {' | '.join(COLUMNS)} |", "| --- " * (len(COLUMNS) + 2) + "|"]
        for letter in roles:
            row = [self.answered[letter, column] for column in COLUMNS]
            lines.append(f"| {roles[letter]} | {sum(row)} | {' | '.join(map(str, row))} |")
        whole = [sum(self.answered[letter, column] for letter in roles) for column in COLUMNS]
        return [*lines, f"| all | {sum(whole)} | {' | '.join(map(str, whole))} |"]


@contextmanager
def on_one_connection() -> Iterator[None]:
    """A server looks at the connection before and after each request, which would end the transaction of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def send(person: Person, wanted: Hostile, *, address: str = "127.0.0.1") -> Answer:
    """One request from this network address through every guard.  Nothing of what it did is left.

    What would raise in a server becomes a 500.
    """
    path = wanted.path.replace("TOKEN", person.token).replace("MAILED", person.mailed)
    headers = {name: value.replace("\r", "").replace("\n", "") for name, value in wanted.headers.items()}
    own = f"{person.cookies}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    environ: Any = Environ(REMOTE_ADDR=address).generic(
        wanted.method,
        quote(path, safe="/%:@"),
        wanted.body,
        content_type=wanted.content_type,
        headers={"sec-fetch-site": "same-origin", "x-csrftoken": TOKEN, "cookie": own, **headers},
        QUERY_STRING=urlencode(wanted.query),
    )
    started: list[Any] = []
    with on_one_connection():
        try:
            body = application(environ, lambda line, fields, *_error: started.append((line, fields)))
            text = b"".join(body).decode(errors="replace")
            if close := getattr(body, "close", None):
                close()
            status, fields = int(started[0][0].split()[0]), dict(started[0][1])
        except Exception:
            status, fields, text = 500, {}, traceback.format_exc()
    return Answer(status, fields, text)


def column(answer: Answer) -> str:
    """Where an answer is counted."""
    if 300 <= answer.status < 400:
        return "to sign in" if "/login/" in answer.headers.get("Location", "") else "3xx"
    if answer.status < 300 or answer.status >= 500:
        return f"{answer.status // 100}xx"
    return str(answer.status) if str(answer.status) in COLUMNS else "other 4xx"


def form_of(page: str) -> dict[str, str]:
    """The fields of all forms of a page, with what stands in them."""
    fields = (dict(ATTRIBUTE.findall(found)) for found in FIELD.findall(page))
    return {
        unescape(each["name"]): unescape(each.get("value", ""))
        for each in fields
        if each.get("name", "") not in LEFT_OUT
    }


def fuzz(cast: list[Person], *, seed: int, count: int, site: Site) -> Told:
    """Send them, each as the next role, and from a network address of its own: limits would end the rest."""
    told, nobody = Told(), Person(CROOKED)
    raised: list[str] = []

    def keep(**_signal: Any) -> None:
        raised.append(traceback.format_exc())

    got_request_exception.connect(keep)
    for number, wanted in enumerate(hostile_requests(seed, count, site)):
        person = nobody if "cookie" in wanted.headers else cast[number % len(cast)]
        answer = send(person, wanted, address=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")
        told.answered[person.letter, column(answer)] += 1
        where = (person.letter, wanted.method, wanted.path[:200])
        if answer.status >= 500:
            told.failed.append((*where, (raised or [answer.text])[-1][-2_000:]))
        # What one sends oneself comes back: the sign-in keeps it.
        sent = unquote_plus(wanted.body.decode(errors="replace")).lower()
        if words := [word for word in person.may_not_read(answer) if word.lower() not in sent]:
            told.leaked.append((*where, words))
        is_page = wanted.method == "GET" and answer.status == 200
        if is_page and (form := form_of(answer.text)):
            site.forms.setdefault(wanted.path, form)
    return told
