"""The three groups of results, each row ready to be shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conditions.models import Cause, ReferencePage
from consult.common.commonmark import plain_text
from consult.language.tokens import plain
from consult.models import Question, Reply
from consult.prepared import Prepared
from portal.search.query import Query
from portal.search.ranked import in_order
from portal.search.snippets import READ, Snippet, marked, snippet


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


def _questions(numbers: list[int]) -> Any:
    """The public questions with these keys."""
    return Question.objects.public().for_list().filter(pk__in=numbers)


def _causes(numbers: list[int], now: datetime) -> Any:
    """The public causes with these keys, their pages and other names."""
    causes = Cause.objects.public(now).filter(pk__in=numbers)
    return causes.select_related("page").prefetch_related("aliases")


def _pages(numbers: list[int], now: datetime) -> Any:
    """The public reference pages with these keys."""
    return ReferencePage.objects.public(now).select_related("category").filter(pk__in=numbers)


_read_questions: Prepared[Question] = Prepared(_questions)
_read_causes: Prepared[Cause] = Prepared(_causes)
_read_pages: Prepared[ReferencePage] = Prepared(_pages)


def question_rows(numbers: list[int], query: Query) -> list[QuestionRow]:
    """The public questions with these keys, in this order.  Two queries."""
    return [_question_row(question, query) for question in in_order(_read_questions(numbers), numbers)]


def cause_rows(numbers: list[int], query: Query) -> list[CauseRow]:
    """The public causes with these keys, in this order.  Two queries."""
    found = _read_causes(numbers, timezone.now())
    return [_cause_row(cause, query) for cause in in_order(found, numbers)]


def page_rows(numbers: list[int], query: Query) -> list[PageRow]:
    """The public reference pages with these keys, in this order.  One query."""
    found = _read_pages(numbers, timezone.now())
    return [_page_row(page, query) for page in in_order(found, numbers)]


def _question_row(question: Question, query: Query) -> QuestionRow:
    """One question, with the reply that holds most of the words, the first of equals."""
    body = snippet(question.body, query.terms)
    replies: list[Reply] = question.public_replies  # type: ignore[attr-defined]
    pieces = [(reply, snippet(plain_text(reply.text[:READ]), query.terms)) for reply in replies]
    best = max(pieces, key=lambda pair: len(pair[1].found), default=None)
    title = marked(question.title, query.terms)
    return QuestionRow(
        url=question.get_absolute_url(),
        title=title,
        text=body.html if not _repeats(question) else SafeString(""),
        reason=_reason(title, body, *(piece for _reply, piece in pieces)),
        question=question,
        reply=ReplyPiece(best[0], best[1].html) if best else None,
    )


def _cause_row(cause: Cause, query: Query) -> CauseRow:
    """One cause."""
    text = snippet(plain_text(cause.text[:READ]), query.terms)
    name = marked(cause.name, query.terms)
    aliases = marked(", ".join(alias.name for alias in cause.aliases.all()), query.terms)
    reason = _reason(name, text, aliases)
    return CauseRow(cause.get_absolute_url(), name, text.html, reason, cause=cause, aliases=aliases)


def _page_row(page: ReferencePage, query: Query) -> PageRow:
    """One reference page."""
    text = snippet(plain_text(page.lead[:READ]), query.terms)
    title = marked(page.title, query.terms)
    return PageRow(page.get_absolute_url(), title, text.html, _reason(title, text), page=page)


def _repeats(question: Question) -> bool:
    """Whether the body only says the title again, give or take signs."""
    return plain(question.body) == plain(question.title)


def _reason(*parts: SafeString | Snippet) -> str:
    """Why a row without any of the words is here; "" when its words show it."""
    if any(part.found if isinstance(part, Snippet) else "<mark>" in part for part in parts):
        return ""
    return _("None of your words, but close in meaning")
