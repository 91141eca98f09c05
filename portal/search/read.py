"""Reads what the rows of a page of results show, of what is public at this moment, and nothing more of it."""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from collections import defaultdict
from typing import NamedTuple

from conditions.models import Category, Cause, CauseAlias, ReferencePage
from consult.common import statements
from consult.common.statements import row_of
from consult.models import Doctor, Question, Reply, Specialty
from consult.models.reply import PUBLIC_REPLY
from portal.search.public import moment, public

QUESTIONS, CAUSES, PAGES = Question._meta.db_table, Cause._meta.db_table, ReferencePage._meta.db_table
REPLIES, DOCTORS, SPECIALTIES = Reply._meta.db_table, Doctor._meta.db_table, Specialty._meta.db_table
ALIASES, CATEGORIES = CauseAlias._meta.db_table, Category._meta.db_table


class FoundReply(NamedTuple):
    """A public reply of a question found: its words, who gave it, under which specialty."""

    words: str
    doctor: str
    specialty: str


def questions(numbers: list[int]) -> list[Question]:
    """The public questions with these keys."""
    found = statements.rows(
        f"SELECT asked.id, asked.title, asked.body, asked.asked_at FROM {QUESTIONS} AS asked "
        f"WHERE {statements.among('asked.id')} AND {public('question', 'asked.id')}",
        numbers,
    )
    return [
        row_of(Question, id=key, title=title, body=body, asked_at=statements.as_moment(at))
        for key, title, body, at in found
    ]


def replies(numbers: list[int]) -> defaultdict[int, list[FoundReply]]:
    """The public replies to the questions with these keys, as a thread shows them."""
    found = statements.rows(
        f"SELECT reply.question_id, reply.text, doctor.name, specialty.name FROM {REPLIES} AS reply "
        f"JOIN {DOCTORS} AS doctor ON doctor.id = reply.doctor_id "
        f"JOIN {SPECIALTIES} AS specialty ON specialty.id = reply.specialty_id "
        f"WHERE {statements.among('reply.question_id')} "
        f"AND {PUBLIC_REPLY} ORDER BY reply.published_at, reply.id",
        numbers,
    )
    by_question: defaultdict[int, list[FoundReply]] = defaultdict(list)
    for number, *shown in found:
        by_question[number].append(FoundReply(*shown))
    return by_question


def causes(numbers: list[int]) -> list[Cause]:
    """The public causes with these keys, and their pages."""
    found = statements.rows(
        f"SELECT cause.id, cause.name, cause.slug, cause.text, page.id, page.title, page.slug FROM {CAUSES} AS cause "
        f"JOIN {PAGES} AS page ON page.id = cause.page_id "
        f"WHERE {statements.among('cause.id')} AND {public('cause', 'cause.id')}",
        numbers,
        *moment("cause"),
    )
    made = []
    for key, name, slug, text, page, title, address in found:
        cause = row_of(Cause, id=key, name=name, slug=slug, text=text, page_id=page)
        cause.page = row_of(ReferencePage, id=page, title=title, slug=address)
        made.append(cause)
    return made


def aliases(numbers: list[int]) -> defaultdict[int, list[str]]:
    """The other names of the causes with these keys."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for number, name in statements.rows(
        f"SELECT cause_id, name FROM {ALIASES} WHERE {statements.among('cause_id')} ORDER BY id", numbers
    ):
        names[number].append(name)
    return names


def pages(numbers: list[int]) -> list[ReferencePage]:
    """The public reference pages with these keys."""
    found = statements.rows(
        f"SELECT page.id, page.title, page.slug, page.lead, category.id, category.name FROM {PAGES} AS page "
        f"JOIN {CATEGORIES} AS category ON category.id = page.category_id "
        f"WHERE {statements.among('page.id')} AND {public('page', 'page.id')}",
        numbers,
        *moment("page"),
    )
    made = []
    for key, title, slug, lead, category, name in found:
        page = row_of(ReferencePage, id=key, title=title, slug=slug, lead=lead, category_id=category)
        page.category = row_of(Category, id=category, name=name)
        made.append(page)
    return made
