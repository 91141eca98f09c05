"""The three groups of results, each row ready to be shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Any

from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext_noop

from conditions.models import Cause, ReferencePage
from consult.common.commonmark import plain_text
from consult.language.tokens import folded_words
from consult.models import Question
from portal.search import read
from portal.search.hits import Ranked
from portal.search.paging import in_order
from portal.search.query import Query
from portal.search.said import said
from portal.search.snippets import READ, marked, snippet
from portal.search.why import why
from portal.templatetags.icons import heroicon_outline


@dataclass(frozen=True)
class Row:
    """What every result has: where it leads, title and piece of text with marked words, and why it is here."""

    url: str
    title: SafeString
    text: SafeString
    reason: str

    @property
    def html(self) -> SafeString:
        """The row as it stands in its list.  Not by a template: thirteen rows of one took 2 ms."""
        return format_html(
            '<li><h3 dir="auto"><a href="{}">{}</a></h3>{}{}</li>',
            self.url,
            self.title,
            self.inside,
            format_html('<p class="search-reason">{} {}</p>', _sparkles(), self.reason)
            if self.reason
            else "",
        )

    @property
    def inside(self) -> SafeString:
        """What stands between the title and the reason."""
        raise NotImplementedError

    @property
    def piece(self) -> SafeString:
        """The piece of text as a paragraph, where there is any."""
        return format_html("<p>{}</p>", self.text) if self.text else SafeString("")


@dataclass(frozen=True)
class ReplyPiece:
    """A reply of a question found, with the piece that has most of the words."""

    reply: read.FoundReply
    text: SafeString

    @property
    def html(self) -> SafeString:
        """Who replied, and the piece."""
        byline = said(REPLIED)
        named = {"doctor": escape(self.reply.doctor), "specialty": escape(self.reply.specialty)}
        return format_html(
            '<div class="search-reply"><p class="byline">{}</p><p>{}</p></div>',
            mark_safe(byline % named),  # noqa: S308  (both names are escaped)
            self.text,
        )


@dataclass(frozen=True)
class QuestionRow(Row):
    """A question found, by its own words or by those of its replies."""

    question: Question
    reply: ReplyPiece | None

    @property
    def inside(self) -> SafeString:
        """The piece of the question, that of a reply, and when it was asked."""
        reply = self.reply.html if self.reply else ""
        asked = escape(said(ASKED) % {"date": date_format(localtime(self.question.asked_at))})
        return format_html('{}{}<p class="search-meta">{}</p>', self.piece, reply, asked)


@dataclass(frozen=True)
class CauseRow(Row):
    """A cause found, with its other names and its page."""

    cause: Cause
    aliases: SafeString | str

    @property
    def inside(self) -> SafeString:
        """Other names, the piece, and the page."""
        names = format_html("<p>{} {}</p>", said(OTHER_NAMES), self.aliases) if self.aliases else ""
        page = self.cause.page
        address, title = page.get_absolute_url(), page.title
        page_link = format_html(
            '<p class="search-meta">{} <a href="{}">{}</a></p>', said(ON_THE_PAGE), address, title
        )
        return format_html("{}{}{}", names, self.piece, page_link)


@dataclass(frozen=True)
class PageRow(Row):
    """A reference page found."""

    page: ReferencePage

    @property
    def inside(self) -> SafeString:
        """The piece, and the category."""
        return format_html('{}<p class="search-meta">{}</p>', self.piece, self.page.category.name)


ASKED = gettext_noop("Asked %(date)s")
REPLIED = gettext_noop("<strong><bdi>%(doctor)s</bdi></strong> replied · %(specialty)s")
OTHER_NAMES = gettext_noop("Other names and kinds:")
ON_THE_PAGE = gettext_noop("On the page")


@cache
def _sparkles() -> str:
    """The sign of a reason."""
    return heroicon_outline("sparkles", size=18)


def question_rows(rows: Sequence[Ranked], query: Query) -> list[QuestionRow]:
    """The public questions among these, in this order.  Two queries."""
    shown = _with(rows, read.questions)
    replies = read.replies([question.pk for question, _row in shown])
    return [_question_row(question, replies[question.pk], row, query) for question, row in shown]


def cause_rows(rows: Sequence[Ranked], query: Query) -> list[CauseRow]:
    """The public causes among these, in this order.  Two queries."""
    shown = _with(rows, read.causes)
    names = read.aliases([cause.pk for cause, _row in shown])
    return [_cause_row(cause, names[cause.pk], row, query) for cause, row in shown]


def page_rows(rows: Sequence[Ranked], query: Query) -> list[PageRow]:
    """The public reference pages among these, in this order.  One query."""
    return [_page_row(page, row, query) for page, row in _with(rows, read.pages)]


def _with(rows: Sequence[Ranked], shown: Callable[[list[int]], list[Any]]) -> list[tuple[Any, Ranked]]:
    """Each of these rows that is public with its object."""
    by_number = {row.number: row for row in rows}
    objects = in_order(shown(list(by_number)), list(by_number))
    return [(each, by_number[each.pk]) for each in objects]


def _question_row(
    question: Question, replies: list[read.FoundReply], row: Ranked, query: Query
) -> QuestionRow:
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
    pairs = zip_longest(folded_words(question.body), folded_words(question.title))
    return all(one == other for one, other in pairs)
