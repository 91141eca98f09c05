"""One search from what was typed to the page that answers it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from conditions.related.backends import bm25
from conditions.related.backends.base import AREAS
from conditions.related.backends.keyword_index import documents_of
from conditions.related.ranking import query as engine
from conditions.related.ranking.spelling import Correction, correct
from conditions.related.ranking.wordings import (
    SEARCHED,
    Occurrence,
    Wording,
    as_typed,
    in_other_words,
    occurrence,
)
from conditions.related.text.vocabulary import current
from consult.common.pagination import Listing
from consult.models import Question
from portal.search import groups
from portal.search.filters import Filters, Offers, offers
from portal.search.hits import EXACT, Found, Ranked, Wanted
from portal.search.paging import part
from portal.search.query import Query, parse
from portal.search.ranked import ranked

HEADINGS = {"questions": _("Questions and answers"), "causes": _("Causes"), "pages": _("Reference pages")}
SHORT = {"questions": 5, "causes": 4, "pages": 4}
LONG = 20
KINDS = ("question", "cause", "page")
OFFERING = 100
"""Best questions whose specialties, topics, doctors and years are offered as filters."""

ROWS: dict[str, Callable[[Sequence[Ranked], Query], list[Any]]] = {
    "questions": groups.question_rows,
    "causes": groups.cause_rows,
    "pages": groups.page_rows,
}


@dataclass(frozen=True)
class Group:
    """One group of results: some of its rows, how many there are, and the way to the others."""

    name: str
    heading: Any
    total: int
    listing: Listing
    all_query: str = ""
    is_named: bool = False
    """Whether its first row bears the very name that was typed."""


@dataclass(frozen=True)
class Results:
    """What a search found.

    `query` is what was searched for: the corrected words when `correction` is sure, else `typed`.  `unfiltered` is the
    number of questions found before the filters; `wanted` is the query as the engine knows it.
    """

    query: Query
    typed: Query
    groups: list[Group]
    offers: Offers
    wanted: Wanted
    correction: Correction | None = None
    unfiltered: int = 0

    @property
    def unknown(self) -> list[str]:
        """The words, as typed, that no text of the site has under any name."""
        return [word for term, word in self.query.words.items() if term not in self.wanted.weights]

    @property
    def unknown_words(self) -> str:
        """The same, each in quotation marks."""
        return ", ".join(f"“{word}”" for word in self.unknown)

    @property
    def total(self) -> int:
        """Rows in all groups."""
        return sum(group.total for group in self.groups)

    @property
    def exact_query(self) -> str:
        """The address that searches for the words as typed."""
        return urlencode({"q": self.typed.text, "exact": 1})

    @property
    def corrected_query(self) -> str:
        """The address that searches for the corrected words."""
        return urlencode({"q": self.correction.text if self.correction else self.typed.text})

    @property
    def ask_query(self) -> str:
        """The words as typed, for the title of a new question."""
        return urlencode({"title": self.typed.text})


@dataclass(frozen=True)
class Looked:
    """What was looked for, corrected where that is sure, and the keys found by group, best first."""

    query: Query
    typed: Query
    wanted: Wanted
    found: dict[str, Found]
    correction: Correction | None = None
    unfiltered: Found = field(default_factory=Found)


def search(typed: str, filters: Filters, asked: QueryDict, *, exact: bool = False) -> Results:
    """Search for `typed`, with the address's `group`, `exact`, `after` and `before`; `exact` corrects no word."""
    looked = look(typed, filters, exact=exact or "exact" in asked)
    only = asked.get("group", "")
    shown = {only: looked.found[only]} if only in looked.found else looked.found
    groups = [_group(name, rows, looked, asked, only) for name, rows in shown.items() if rows]
    return Results(
        query=looked.query,
        typed=looked.typed,
        wanted=looked.wanted,
        groups=sorted(groups, key=lambda group: not group.is_named),
        offers=offers(looked.unfiltered.numbers[:OFFERING].tolist()),
        correction=looked.correction,
        unfiltered=len(looked.unfiltered),
    )


def look(typed: str, filters: Filters, *, exact: bool = False) -> Looked:
    """Read what was typed, correct it unless `exact`, and find the keys of every group."""
    query = typed_query = parse(typed)
    wordings, counted = _counted(query)
    correction = None if exact else correct(query.text, counted.of, current)
    if correction and correction.is_sure:
        query = parse(correction.text)
        wordings, counted = _counted(query)
    counted = replace(counted, texts=documents_of(KINDS))
    wanted = Wanted(engine.searched(query.text), _weights(wordings, counted), wordings, counted)
    questions = ranked("question", wanted)
    narrowed = ranked("question", wanted, filters.apply(Question.objects.public())) if filters else questions
    found = {"questions": narrowed}
    if not filters:
        found["causes"] = ranked("cause", wanted)
        found["pages"] = ranked("page", wanted)
    return Looked(query, typed_query, wanted, found, correction, questions)


def _counted(query: Query) -> tuple[list[Wording], Occurrence]:
    """The wordings of a search, and in how many texts of the site their terms occur.  One query."""
    wordings = [*as_typed(query.words), *in_other_words(query.text)]
    return wordings, occurrence(SEARCHED, wordings)


def _weights(wordings: list[Wording], counted: Occurrence) -> dict[str, float]:
    """How much each term tells: the rarer, under all its names, the more; one that no text has tells nothing."""
    count: dict[str, int] = {}
    for wording in wordings:
        for term in wording.parts:
            count[term] = max(count.get(term, 0), counted(wording))
    texts = sum(counted.texts[AREAS[area][0]] for area in SEARCHED)
    return {term: bm25.idf(number, texts) for term, number in count.items() if number}


def _group(name: str, rows: Found, looked: Looked, asked: QueryDict, only: str) -> Group:
    """One group: its first rows on the page of all groups, a whole page of it on its own."""
    kept = {key: value for key, value in asked.items() if key not in ("after", "before", "group") and value}
    here = part(rows, asked if only else QueryDict(), LONG if only else SHORT[name])

    def address(**more: str) -> str:
        return urlencode({**kept, "group": name, **more})

    return Group(
        name=name,
        heading=HEADINGS[name],
        total=len(rows),
        is_named=rows[0].step == EXACT,
        listing=Listing(
            rows=ROWS[name](here.rows, looked.query),
            next_query=address(after=here.after) if only and here.after else "",
            previous_query=address(before=here.before) if only and here.before else "",
        ),
        all_query=address() if not only and here.after else "",
    )
