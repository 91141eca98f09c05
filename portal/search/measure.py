"""How well search does: is what should come among the first three, and is every text that holds a word found?"""

import csv
import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conditions.kinds import own_key
from conditions.models import Cause, IndexEntry, ReferencePage
from conditions.related.text.prepare import words
from consult.importing.wording import short_title
from consult.language.tokens import plain
from consult.models import Question, Reply
from portal.search.filters import Filters
from portal.search.results import look

FIRST = 3
SEED = 1
DIGEST = "sha256:"
TITLE_CHARS = 80
"""So much of a title is compared: importing may shorten it."""

_KINDS = {"questions": "question", "causes": "cause", "pages": "page"}


class QueriesFileError(Exception):
    """The file does not hold queries; the message says why."""


@dataclass(frozen=True)
class Wish:
    """A search, the title of a thread, cause or page that should come, and of which kind the search is."""

    query: str
    title: str
    kind: str = ""


def read_wishes(path: Path) -> list[Wish]:
    """The rows of a CSV file with the columns query, title and, where there is one, kind."""
    with path.open(newline="", encoding="utf-8-sig") as stream:
        reader = csv.DictReader(stream)
        if missing := {"query", "title"} - set(reader.fieldnames or ()):
            raise QueriesFileError(f"{path} has no column {', '.join(sorted(missing))}")
        return [Wish(row["query"] or "", row["title"] or "", row.get("kind") or "") for row in reader]


def mark_of(title: str) -> str:
    """What a title is compared by: its words; of a digest itself."""
    return title if title.startswith(DIGEST) else plain(title)[:TITLE_CHARS].strip()


def digest_of(title: str) -> str:
    """A title as a digest, for a file that may not hold the text: somebody else's."""
    return DIGEST + hashlib.sha256(mark_of(title).encode()).hexdigest()[:16]


def places(wishes: Iterable[Wish]) -> Iterator[tuple[Wish, int]]:
    """Each wish with the best place of its title within its group of results, from 1; 0 when it is not found.

    An import may have shortened a title, or made one page of the rows about one condition: these are found as what
    they have become.
    """
    titles = _titles()
    for wish in wishes:
        sought = {mark_of(wish.title)}
        if not wish.title.startswith(DIGEST):
            sought |= {mark_of(short_title(wish.title)), _about(wish.title)}
        found = look(wish.query, Filters()).found
        at = [
            place
            for group, rows in found.items()
            for place, row in enumerate(rows, 1)
            if sought & titles[group].get(row.number, set())
        ]
        yield wish, min(at, default=0)


def recall(found: Iterable[tuple[Wish, int]]) -> dict[str, Any]:
    """The share that stands among the first three of its group, of all and by kind, and the share found at all."""
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for wish, place in found:
        by_kind[wish.kind or "all"].append(place)
    every = [place for each in by_kind.values() for place in each]
    return {
        "queries": len(every),
        "recall_at_3": _share(0 < place <= FIRST for place in every),
        "recall_at_1": _share(place == 1 for place in every),
        "found": _share(place > 0 for place in every),
        "by_kind": {
            kind: _share(0 < place <= FIRST for place in each) for kind, each in sorted(by_kind.items())
        },
    }


def literal_recall(most: int = 0) -> dict[str, Any]:
    """Of the texts that hold a term of the index, the share that a search for it finds.

    Over `most` terms drawn at random (0: all), each typed as some text writes it.
    """
    holders: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    for group, kind in _KINDS.items():
        rows = IndexEntry.objects.filter(kind=kind).values_list(f"{kind}_id", "terms", "reply_terms")
        for number, said, answered in rows.iterator():
            # Of a cause the second column holds what its page tells, and the page is found by it.
            more = answered.split() if kind == "question" else ()
            for term in {*said.split(), *more}:
                holders[term].add((group, number))
    typed = _as_typed()
    terms = sorted(holders.keys() & typed.keys())
    random.Random(SEED).shuffle(terms)  # noqa: S311
    shares, reached, wanted = [], 0, 0
    for term in terms[: most or None]:
        found = {
            (group, row.number) for group, rows in look(typed[term], Filters()).found.items() for row in rows
        }
        held = len(holders[term] & found)
        reached, wanted = reached + held, wanted + len(holders[term])
        shares.append(held / len(holders[term]))
    return {
        "terms": len(shares),
        "literal_recall": round(reached / wanted, 4) if wanted else 0.0,
        "literal_recall_by_term": round(sum(shares) / len(shares), 4) if shares else 0.0,
    }


def _titles() -> dict[str, dict[int, set[str]]]:
    """What the title, or a name, of each public object is compared by: as words and as a digest."""
    return {
        "questions": _marks(Question.objects.public().values_list("pk", "title")),
        "causes": _marks(Cause.objects.public().values_list("pk", "name")),
        "pages": {
            number: {*_marks_of(title), _about(title)}
            for number, title in ReferencePage.objects.public().values_list("pk", "title")
        },
    }


def _marks(rows: Any) -> dict[int, set[str]]:
    """By key."""
    return {number: _marks_of(title) for number, title in rows}


def _marks_of(title: str) -> set[str]:
    return {mark_of(title), digest_of(title)}


def _about(title: str) -> str:
    """The condition that the title of a page is about."""
    return f"about {own_key(title)}"


def _as_typed() -> dict[str, str]:
    """Each term with a word that some text has for it."""
    found: dict[str, str] = {}
    for texts in (
        Question.objects.public().values_list("title", "body"),
        Reply.objects.public().values_list("text", "more_info"),
        Cause.objects.public().values_list("name", "text"),
        Cause.objects.public().values_list("aliases__name", "group__text"),
        ReferencePage.objects.public().values_list("title", "question_heading", "lead", "treatment"),
    ):
        for row in texts.iterator():
            for term, word in words(" ".join(filter(None, row))):
                found.setdefault(term, word)
    return found


def _share(hits: Iterable[bool]) -> float:
    """The share of True, 0.0 for none."""
    counted = list(hits)
    return round(sum(counted) / len(counted), 4) if counted else 0.0
