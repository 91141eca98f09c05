"""Lists of proposed causes and of related pages, to read, or to count what readers said of them.

    python -m bench.link_lists PAGES.jsonl QUESTIONS.jsonl [--seed 9] [--verdicts docs/related-link-verdicts.csv]

Reads the database of the present settings (import_reference_pages --publish, and rebuild_related, first). Sixty
messages are shown with the causes that who asks them is shown, and sixty pages with four related ones. Verdicts have
the columns list (cause or page), row (of the message or page in its file, from 0), page (row of the proposed page),
score and verdict: 2 right, 1 near, 0 wrong.
"""

import argparse
import csv
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SAMPLE, SLOTS = 60, 4
Shown = tuple[str, int, int, str]
"""Which list, row of the message or page, row of what is proposed, and its text."""

RENAMED = -1
"""In place of a row, where the import gave the page another title."""


def main() -> None:
    """Print the lists, or how many of what is shown was judged right, near and wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--verdicts", type=Path)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    pages, questions = (
        [json.loads(line) for line in path.open(encoding="utf-8")]
        for path in (options.pages, options.questions)
    )
    shown = [*causes(pages, questions, options.seed), *related(pages, options.seed)]
    if options.verdicts:
        count(shown, options.verdicts)
        return
    for kind, row, page, text in shown:
        about = questions[row] if kind == "cause" else pages[row]
        print(f"{kind} {row} {about['title']} -> {page} {text}")


def causes(pages: list[dict[str, Any]], questions: list[dict[str, Any]], seed: int) -> Iterator[Shown]:
    """The causes shown to who asks the questions of the sample."""
    from conditions.related.proposals.while_asking import suggest

    row_of = by_title(pages)
    first: dict[str, int] = {}
    for at, row in enumerate(questions):
        first.setdefault(row["title"], at)
    rows = list(first.values())
    random.Random(seed).shuffle(rows)
    for at in rows[:SAMPLE]:
        for item in suggest(questions[at]["title"], questions[at]["body"]).causes:
            title = item.cause.page.title
            yield "cause", at, row_of.get(title, RENAMED), f"{title}: {'; '.join(item.words)}"


def related(pages: list[dict[str, Any]], seed: int) -> Iterator[Shown]:
    """The pages proposed for those of the sample."""
    from conditions.models import ReferencePage
    from conditions.related.proposals.for_pages import proposed_pages

    row_of = by_title(pages)
    rows = list(ReferencePage.objects.public().order_by("pk"))
    random.Random(seed).shuffle(rows)
    for page in rows[:SAMPLE]:
        for other in proposed_pages(page)[:SLOTS]:
            yield "page", row_of.get(page.title, RENAMED), row_of.get(other.title, RENAMED), other.title


def by_title(pages: list[dict[str, Any]]) -> dict[str, int]:
    """The row of each title."""
    return {page["title"]: at for at, page in reversed(list(enumerate(pages)))}


def count(shown: list[Shown], path: Path) -> None:
    """Print a line for each kind of list."""
    with path.open(encoding="utf-8", newline="") as file:
        verdicts = {
            (row["list"], int(row["row"]), int(row["page"])): int(row["verdict"])
            for row in csv.DictReader(file)
        }
    for kind in ("cause", "page"):
        keys = [(name, row, page) for name, row, page, _text in shown if name == kind]
        judged = [verdicts[key] for key in keys if key in verdicts]
        right, near, wrong = (judged.count(verdict) for verdict in (2, 1, 0))
        lists = len({row for _name, row, _page in keys})
        print(
            f"{kind}: {len(keys)} shown on {lists} of {SAMPLE}; {right} right, {near} near, {wrong} wrong, ",
            end="",
        )
        print(f"{len(keys) - len(judged)} not judged")


if __name__ == "__main__":
    main()
