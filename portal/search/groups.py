"""The three groups of results, each row ready to be shown."""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from conditions.models import Category, Cause, CauseAlias, ReferencePage
from consult.common import statements
from consult.common.commonmark import plain_text
from consult.language.tokens import plain
from consult.models import Doctor, Question, Reply, Specialty
from portal.search.hits import Ranked
from portal.search.paging import in_order
from portal.search.public import moment, public
from portal.search.query import Query
from portal.search.snippets import READ, marked, snippet
from portal.search.why import why


@dataclass(frozen=True)
class Row:
    """What every result has: where it leads, title and piece of text with marked words, and why it is here."""

    url: str
    title: SafeString
    text: SafeString
    reason: str


class FoundReply(NamedTuple):
    """A public reply of a question found: its words, who gave it, under which specialty."""

    words: str
    doctor: str
    specialty: str


@dataclass(frozen=True)
class ReplyPiece:
    """A reply of a question found, with the piece that has most of the words."""

    reply: FoundReply
    text: SafeString


@dataclass(frozen=True)
class QuestionRow(Row):
    """A question found, by its own words or by those of its replies."""

    question: Question
    reply: ReplyPiece | None


@dataclass(frozen=True)
class CauseRow(Row):
    """A cause found, with its other names and its page."""

    cause: Cause
    aliases: SafeString | str


@dataclass(frozen=True)
class PageRow(Row):
    """A reference page found."""

    page: ReferencePage


QUESTIONS, CAUSES, PAGES = Question._meta.db_table, Cause._meta.db_table, ReferencePage._meta.db_table
REPLIES, DOCTORS, SPECIALTIES = Reply._meta.db_table, Doctor._meta.db_table, Specialty._meta.db_table
ALIASES, CATEGORIES = CauseAlias._meta.db_table, Category._meta.db_table


def _questions(numbers: list[int]) -> list[Question]:
    """The public questions with these keys."""
    found = statements.rows(
        f"SELECT asked.id, asked.title, asked.body, asked.asked_at FROM {QUESTIONS} AS asked "
        f"WHERE {statements.among('asked.id')} AND {public('question', 'asked.id')}",
        numbers,
    )
    return [
        Question(pk=key, title=title, body=body, asked_at=statements.as_moment(at))
        for key, title, body, at in found
    ]


def _replies(numbers: list[int]) -> defaultdict[int, list[FoundReply]]:
    """The public replies to the questions with these keys, as a thread shows them."""
    found = statements.rows(
        f"SELECT reply.question_id, reply.text, doctor.name, specialty.name FROM {REPLIES} AS reply "
        f"JOIN {DOCTORS} AS doctor ON doctor.id = reply.doctor_id "
        f"JOIN {SPECIALTIES} AS specialty ON specialty.id = reply.specialty_id "
        f"WHERE {statements.among('reply.question_id')} "
        "AND reply.published_at IS NOT NULL AND reply.approved_at IS NOT NULL ORDER BY reply.published_at, reply.id",
        numbers,
    )
    replies: defaultdict[int, list[FoundReply]] = defaultdict(list)
    for number, *shown in found:
        replies[number].append(FoundReply(*shown))
    return replies


def _causes(numbers: list[int]) -> list[Cause]:
    """The public causes with these keys, and their pages."""
    found = statements.rows(
        f"SELECT cause.id, cause.name, cause.slug, cause.text, page.title, page.slug FROM {CAUSES} AS cause "
        f"JOIN {PAGES} AS page ON page.id = cause.page_id "
        f"WHERE {statements.among('cause.id')} AND {public('cause', 'cause.id')}",
        numbers,
        *moment("cause"),
    )
    return [
        Cause(pk=key, name=name, slug=slug, text=text, page=ReferencePage(title=title, slug=place))
        for key, name, slug, text, title, place in found
    ]


def _aliases(numbers: list[int]) -> defaultdict[int, list[str]]:
    """The other names of the causes with these keys."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for number, name in statements.rows(
        f"SELECT cause_id, name FROM {ALIASES} WHERE {statements.among('cause_id')} ORDER BY id", numbers
    ):
        names[number].append(name)
    return names


def _pages(numbers: list[int]) -> list[ReferencePage]:
    """The public reference pages with these keys."""
    found = statements.rows(
        f"SELECT page.id, page.title, page.slug, page.lead, category.name FROM {PAGES} AS page "
        f"JOIN {CATEGORIES} AS category ON category.id = page.category_id "
        f"WHERE {statements.among('page.id')} AND {public('page', 'page.id')}",
        numbers,
        *moment("page"),
    )
    return [
        ReferencePage(pk=key, title=title, slug=slug, lead=lead, category=Category(name=name))
        for key, title, slug, lead, name in found
    ]


def question_rows(rows: list[Ranked], query: Query) -> list[QuestionRow]:
    """The public questions among these, in this order.  Two queries."""
    shown = _with(rows, _questions)
    replies = _replies([question.pk for question, _row in shown])
    return [_question_row(question, replies[question.pk], row, query) for question, row in shown]


def cause_rows(rows: list[Ranked], query: Query) -> list[CauseRow]:
    """The public causes among these, in this order.  Two queries."""
    shown = _with(rows, _causes)
    names = _aliases([cause.pk for cause, _row in shown])
    return [_cause_row(cause, names[cause.pk], row, query) for cause, row in shown]


def page_rows(rows: list[Ranked], query: Query) -> list[PageRow]:
    """The public reference pages among these, in this order.  One query."""
    return [_page_row(page, row, query) for page, row in _with(rows, _pages)]


def _with(rows: list[Ranked], read: Callable[[list[int]], list[Any]]) -> list[tuple[Any, Ranked]]:
    """Each of these rows that is public with its object."""
    by_number = {row.number: row for row in rows}
    objects = in_order(read(list(by_number)), list(by_number))
    return [(each, by_number[each.pk]) for each in objects]


def _question_row(question: Question, replies: list[FoundReply], row: Ranked, query: Query) -> QuestionRow:
    """One question, with the reply that holds most of the words, the first of equals."""
    terms = _marked_terms(row, query)
    body = snippet(question.body, terms)
    pieces = [(reply, snippet(plain_text(reply.words[:READ]), terms)) for reply in replies]
    best = max(pieces, key=lambda pair: len(pair[1].found), default=None)
    return QuestionRow(
        url=question.get_absolute_url(),
        title=marked(question.title, terms),
        text=body.html if not _repeats(question) else SafeString(""),
        reason=why(row, query),
        question=question,
        reply=ReplyPiece(best[0], best[1].html) if best else None,
    )


def _cause_row(cause: Cause, names: list[str], row: Ranked, query: Query) -> CauseRow:
    """One cause."""
    terms = _marked_terms(row, query)
    text = snippet(plain_text(cause.text[:READ]), terms)
    aliases = marked(", ".join(names), terms)
    name = marked(cause.name, terms)
    return CauseRow(cause.get_absolute_url(), name, text.html, why(row, query), cause=cause, aliases=aliases)


def _page_row(page: ReferencePage, row: Ranked, query: Query) -> PageRow:
    """One reference page."""
    terms = _marked_terms(row, query)
    text = snippet(plain_text(page.lead[:READ]), terms)
    title = marked(page.title, terms)
    return PageRow(page.get_absolute_url(), title, text.html, why(row, query), page=page)


def _marked_terms(row: Ranked, query: Query) -> frozenset[str]:
    """What is marked in the rows of a search: the words typed, and the other names of them that texts have."""
    return query.terms | row.of.wanted.named


def _repeats(question: Question) -> bool:
    """Whether the body only says the title again, give or take signs."""
    return plain(question.body) == plain(question.title)
