"""One search from what was typed to the page that answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from conditions.related.backends import bm25
from conditions.related.backends.keyword_index import document_frequency, documents
from conditions.related.ranking import query as engine
from consult.common.pagination import Listing
from consult.models import Question
from portal.search import groups
from portal.search.filters import Filters, Offers, offers
from portal.search.query import Query, parse
from portal.search.ranked import Ranked, Wanted, part, ranked
from portal.search.spelling import Correction, correct
from portal.search.vocabulary import current

AREAS = ("question", "reply", "cause", "page")
HEADINGS = {"questions": _("Questions and answers"), "causes": _("Causes"), "pages": _("Reference pages")}
SHORT = {"questions": 5, "causes": 4, "pages": 4}
LONG = 20
ROWS: dict[str, Callable[[list[int], Query], list[Any]]] = {
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


def search(typed: str, filters: Filters, asked: QueryDict) -> Results:
    """Search for `typed`, with the address's `group`, `exact`, `after` and `before`."""
    query = as_typed = parse(typed)
    frequency = _frequency(query)
    correction = None if "exact" in asked else correct(query, frequency, current)
    if correction and correction.is_sure:
        query = parse(correction.text)
        frequency = _frequency(query)
    wanted = Wanted(engine.asked(query.text), _weights(frequency))
    questions = ranked("question", wanted)
    narrowed = ranked("question", wanted, filters.apply(Question.objects.public())) if filters else questions
    found = {"questions": narrowed}
    if not filters:
        found["causes"] = ranked("cause", wanted)
        found["pages"] = ranked("page", wanted)
    only = asked.get("group", "")
    shown = {only: found[only]} if only in found else found
    return Results(
        query=query,
        typed=as_typed,
        wanted=wanted,
        groups=[_group(name, rows, query, asked, only) for name, rows in shown.items() if rows],
        offers=offers([row.number for row in questions]),
        correction=correction,
        unfiltered=len(questions),
    )


def _frequency(query: Query) -> dict[str, int]:
    """In how many texts of the site each term of the query occurs.  Four queries at most."""
    total = dict.fromkeys(query.terms, 0)
    for area in AREAS:
        for term, count in document_frequency(area, query.terms).items():
            total[term] += count
    return total


def _weights(frequency: dict[str, int]) -> dict[str, float]:
    """How much each term tells: the rarer, the more.  Four queries at most."""
    texts = sum(documents(area) for area in AREAS)
    return {term: bm25.idf(count, texts) for term, count in frequency.items()}


def _group(name: str, rows: list[Ranked], query: Query, asked: QueryDict, only: str) -> Group:
    """One group: its first rows on the page of all groups, a whole page of it on its own."""
    kept = {key: value for key, value in asked.items() if key not in ("after", "before", "group") and value}
    here = part(rows, asked if only else QueryDict(), LONG if only else SHORT[name])

    def address(**more: str) -> str:
        return urlencode({**kept, "group": name, **more})

    return Group(
        name=name,
        heading=HEADINGS[name],
        total=len(rows),
        listing=Listing(
            rows=ROWS[name](here.numbers, query),
            next_query=address(after=here.after) if only and here.after else "",
            previous_query=address(before=here.before) if only and here.before else "",
        ),
        all_query=address() if not only and here.after else "",
    )
