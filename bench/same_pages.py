"""Whether two versions of the project answer with the same pages: take a copy of each, then compare the two.

    python -m bench.same_pages take FOLDER       asks for every page of the present database and keeps it
    python -m bench.same_pages compare OLD NEW   prints how many pages there are, and a line for each that differs

Follows every link from the first pages, as a stranger, as a patient (the private pages of one case in each state), as
the doctor, the editor and the administrator of the demo site.  What differs by nature is evened out: tokens of forms,
hashes of static files, times since.  Only GET, and no page that signs out.
"""

import argparse
import difflib
import hashlib
import os
import re
import sys
from collections import deque
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from django.test import Client

MOST = 1_500
"""Pages asked for as one person: lists that go on for ever would never end."""

FIRST = {
    "stranger": [
        "/",
        "/questions/feed/",
        "/sitemap.xml",
        "/search/?q=facial+numbness",
        "/search/?q=migrane",
        "/ask/",
        "/ask/who/",
        "/emergency/",
        "/health/live/",
        "/no-such-page/",
        "/questions/999999/",
    ],
    "doctor": ["/admin/"],
    "editor": ["/admin/"],
    "administrator": ["/admin/"],
}
NEVER = re.compile(
    r"/logout/|/(static|media)/|/autocomplete/|\.json$|/export/|[?&](_facets|o|p|e)=|before=|after=|/accounts/"
)
EVEN_OUT = (
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'), "name=csrf"),
    (re.compile(r"\.[0-9a-f]{12}\.(css|js|svg|png|webmanifest)"), r".\1"),
    (re.compile(r'(name="display_name" value=")[^"]*'), r"\1"),
    (
        re.compile(
            r"\b\d+\s(seconds?|minutes?|hours?|days?|weeks?)(,\s\d+\s(minutes?|hours?|days?))?( ago)?\b"
        ),
        "TIME",
    ),
    (re.compile(r"(?:after|before)=[\w%-]+"), "CURSOR"),
    (re.compile(r"\s+"), " "),
    (re.compile(r"> <"), "><"),
)


class Links(HTMLParser):
    """The addresses that a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where a link leads."""
        if tag == "a":
            self.found.extend(value for name, value in attrs if name == "href" and value)


def evened(text: str) -> str:
    """The page without what differs from one request to the next."""
    for pattern, instead in EVEN_OUT:
        text = pattern.sub(instead, text)
    return text.replace("><", ">\n<")


def people() -> "dict[str, tuple[Client, list[str]]]":
    """A client for each person, and where each begins."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from consult.models import CaseLink, Question

    found = {name: (Client(SERVER_NAME="localhost"), list(first)) for name, first in FIRST.items()}
    users = get_user_model().objects
    for name, username in (
        ("doctor", "demo-doctor"),
        ("editor", "demo-editor"),
        ("administrator", "demo-admin"),
    ):
        found[name][0].force_login(users.get(username=username))
    cases: list[str] = []
    for status in Question.objects.order_by("status").values_list("status", flat=True).distinct():
        question = Question.objects.filter(status=status).order_by("pk")[0]
        token = f"same-pages-{question.pk}"
        CaseLink.objects.get_or_create(
            token_hash=hashlib.sha256(token.encode()).hexdigest(), defaults={"question": question}
        )
        cases += [
            f"/case/{token}/{page}"
            for page in (
                "",
                "received/",
                "edit/",
                "email/",
                "data/",
                "erase/",
                "withdraw/",
                "follow-up/",
                "information/",
            )
        ]
    found["patient"] = (Client(SERVER_NAME="localhost"), cases)
    return found


def take(folder: Path) -> None:
    """Ask for every page and write it down, one file each."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from django.conf import settings

    settings.STAFF_NEED_SECOND_FACTOR = False
    for name, (client, first) in people().items():
        seen, ahead = set(first), deque(first)
        while ahead and len(seen) < MOST:
            path = ahead.popleft()
            answer = client.get(path)
            body = (
                answer.getvalue().decode("utf-8", "replace")
                if answer.streaming
                else answer.content.decode("utf-8", "replace")
            )
            target = folder / name / (re.sub(r"[^\w.?=&-]+", "_", path)[:150] or "_")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(
                f"{path}\n{answer.status_code} {answer.headers.get('Location', '')}\n{evened(body)}\n"
            )
            links = Links()
            links.feed(body if "html" in answer.headers.get("Content-Type", "") else "")
            for link in links.found:
                at = urldefrag(urljoin(path, link))[0]
                if not urlsplit(at).netloc and at.startswith("/") and at not in seen and not NEVER.search(at):
                    seen.add(at)
                    ahead.append(at)
        print(f"{name}: {len(seen)} pages")


def compare(old: Path, new: Path) -> int:
    """Print what differs; return the number of pages that do."""
    names = {
        path.relative_to(folder) for folder in (old, new) for path in folder.rglob("*") if path.is_file()
    }
    different = 0
    for name in sorted(names):
        one, two = ((folder / name).read_text() if (folder / name).exists() else "" for folder in (old, new))
        if one != two:
            different += 1
            print(f"--- {name}")
            lines = difflib.unified_diff(one.splitlines(), two.splitlines(), lineterm="", n=0)
            print("\n".join(line[:200] for line in list(lines)[2:14]))
    print(f"{len(names)} pages, {different} differ.")
    return different


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["take", "compare"])
    parser.add_argument("folders", nargs="+", type=Path)
    given = parser.parse_args()
    if given.what == "take":
        take(given.folders[0])
        return 0
    return min(compare(*given.folders), 1)


if __name__ == "__main__":
    sys.exit(main())
