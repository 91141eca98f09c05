"""The three groups of results, each row ready to be shown."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from conditions.models import Cause, CauseAlias, ReferencePage
from consult.common.commonmark import plain_text
from consult.language.tokens import plain
from consult.models import Question, Reply
from consult.prepared import Prepared
from portal.search.hits import Ranked
from portal.search.paging import in_order
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


@dataclass(frozen=True)
class ReplyPiece:
    """A reply of a question found, with the piece that has most of the words."""

    reply: Reply
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


# What belongs to the rows is read beside them: Django writes the SQL of a prefetch anew each time, which takes 1 ms.
# Only the columns that a row shows are read: making objects of all of them took longer than the database.


def _questions(numbers: list[int]) -> Any:
    """The public questions with these keys."""
    shown = Question.objects.public().only("title", "body", "asked_at")
    return shown.filter(pk__in=numbers).order_by()


def _replies(numbers: list[int]) -> Any:
    """The public replies to the questions with these keys."""
    shown = Reply.objects.for_thread().only("question", "text", "doctor__name", "specialty__name")
    return shown.filter(question__in=numbers)


def _causes(numbers: list[int], now: datetime) -> Any:
    """The public causes with these keys, and their pages."""
    shown = Cause.objects.public(now).select_related("page")
    shown = shown.only("name", "slug", "text", "page__title", "page__slug")
    return shown.filter(pk__in=numbers).order_by()


def _aliases(numbers: list[int]) -> Any:
    """Key and other names of the causes with these keys."""
    return CauseAlias.objects.filter(cause__in=numbers).values_list("cause_id", "name")


def _pages(numbers: list[int], now: datetime) -> Any:
    """The public reference pages with these keys."""
    shown = ReferencePage.objects.public(now).select_related("category")
    return shown.only("title", "slug", "lead", "category__name").filter(pk__in=numbers)


_read_questions: Prepared[Question] = Prepared(_questions)
_read_replies: Prepared[Reply] = Prepared(_replies)
_read_aliases: Prepared[tuple[int, str]] = Prepared(_aliases)
_read_causes: Prepared[Cause] = Prepared(_causes)
_read_pages: Prepared[ReferencePage] = Prepared(_pages)


def question_rows(rows: list[Ranked], query: Query) -> list[QuestionRow]:
    """The public questions among these, in this order.  Two queries."""
    shown = _with(rows, _read_questions)
    replies: defaultdict[int, list[Reply]] = defaultdict(list)
    for reply in _read_replies([question.pk for question, _row in shown]):
        replies[reply.question_id].append(reply)
    return [_question_row(question, replies[question.pk], row, query) for question, row in shown]


def cause_rows(rows: list[Ranked], query: Query) -> list[CauseRow]:
    """The public causes among these, in this order.  Two queries."""
    shown = _with(rows, _read_causes, timezone.now())
    names: defaultdict[int, list[str]] = defaultdict(list)
    for number, name in _read_aliases([cause.pk for cause, _row in shown]):
        names[number].append(name)
    return [_cause_row(cause, names[cause.pk], row, query) for cause, row in shown]


def page_rows(rows: list[Ranked], query: Query) -> list[PageRow]:
    """The public reference pages among these, in this order.  One query."""
    return [_page_row(page, row, query) for page, row in _with(rows, _read_pages, timezone.now())]


def _with(rows: list[Ranked], read: Prepared[Any], *moment: datetime) -> list[tuple[Any, Ranked]]:
    """Each of these rows that is public with its object."""
    by_number = {row.number: row for row in rows}
    objects = in_order(read(list(by_number), *moment), list(by_number))
    return [(each, by_number[each.pk]) for each in objects]


def _question_row(question: Question, replies: list[Reply], row: Ranked, query: Query) -> QuestionRow:
    """One question, with the reply that holds most of the words, the first of equals."""
    terms = _marked_terms(row, query)
    body = snippet(question.body, terms)
    pieces = [(reply, snippet(plain_text(reply.text[:READ]), terms)) for reply in replies]
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
