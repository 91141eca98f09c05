"""Which change makes which pages stale: the one list, carried out by triggers in the transaction of the change.

A page names the rows and sets that it was made from (consult.common.recording).  Here stands, for each table that
public pages show, which rows and sets an inserted, updated or deleted row touches.  What a page may show and cannot
have named, because it did not stand there when the page was made, is named here by its set.
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from conditions.models import (
    Category,
    Cause,
    CauseAlias,
    CauseGroup,
    CauseLink,
    Citation,
    ConditionName,
    FormerAnchor,
    Neighbour,
    Passage,
    PublicLink,
    ReferencePage,
    Revision,
    Source,
)
from consult.common.triggers import EVENTS, Trigger
from consult.models import Doctor, FollowUp, PublicQuestion, PublicTag, Question, Reply, Specialty, Topic
from portal.models import Change, SitePage
from portal.reading.store import HIDDEN_PAGE, WRITERS

PREFIX = "page_stale_"
CHANGES, PUBLIC, QUESTIONS = Change._meta.db_table, PublicQuestion._meta.db_table, Question._meta.db_table
REPLIES, LINKS, CAUSES = Reply._meta.db_table, CauseLink._meta.db_table, Cause._meta.db_table
NEIGHBOURS, SPECIALTIES, TOPICS = Neighbour._meta.db_table, Specialty._meta.db_table, Topic._meta.db_table
TAGGED = Question.topics.through._meta.db_table


@dataclass(frozen=True)
class Watch:
    """A table, and the marks that a change of one of its rows makes.

    `{row}` in a mark stands for the row, as it was and as it is.  Only changes of the columns `read` count, by default
    of all but those `unread`.  `name` tells two watches of one table apart.
    """

    model: type[Model]
    marks: tuple[str, ...]
    events: Sequence[str] = EVENTS
    read: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    name: str = "row"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns whose change counts."""
        every = (str(field.column) for field in self.model._meta.concrete_fields)
        return self.read or tuple(column for column in every if column not in self.unread)

    def triggers(self) -> list[Trigger]:
        """One for each event."""
        made = []
        for event in self.events:
            rows = {"INSERT": ("new",), "DELETE": ("old",), "UPDATE": ("old", "new")}[event]
            marks = dict.fromkeys(mark.format(row=row) for mark in self.marks for row in rows)
            made.append(
                Trigger(
                    name=f"{PREFIX}{self.model._meta.db_table}_{self.name}_{event.lower()}"[:54],
                    table=self.model._meta.db_table,
                    event=event,
                    columns=self.columns,
                    statements=(
                        f"INSERT INTO {CHANGES}(kind, number) SELECT marks.kind, marks.number FROM "
                        f"({' UNION '.join(marks)}) AS marks WHERE marks.number IS NOT NULL",
                    ),
                    first=f"PERFORM pg_advisory_xact_lock_shared({WRITERS}); ",
                )
            )
        return made


def mark(kind: str, number: str = "0", rest: str = "") -> str:
    """A mark of the row or set `number` (an SQL expression) of this kind; `rest` is what follows in the SELECT."""
    return f"SELECT '{kind}' AS kind, {number} AS number {rest}".rstrip()


def if_public(question: str) -> str:
    """The condition that this question is public."""
    return f"EXISTS (SELECT 1 FROM {PUBLIC} AS shown WHERE shown.question_id = {question})"


def topics_of(question: str) -> str:
    """The topics of this question, as the rest of a SELECT."""
    return f"FROM {TAGGED} AS tagged WHERE tagged.question_id = {question}"


def rare(specialties: str) -> str:
    """The rare ones among these specialties: age and sex are hidden there by how many share them."""
    return mark(
        "rare", "rare.id", f"FROM {SPECIALTIES} AS rare WHERE rare.is_rare AND rare.id IN ({specialties})"
    )


def rare_around(question: str) -> str:
    """The rare specialties of this question, of its replies and of its topics."""
    return rare(
        f"SELECT asked.specialty_id FROM {QUESTIONS} AS asked WHERE asked.id = {question} "
        f"UNION SELECT reply.specialty_id FROM {REPLIES} AS reply WHERE reply.question_id = {question} "
        f"UNION SELECT topic.specialty_id FROM {TOPICS} AS topic WHERE topic.id IN "
        f"(SELECT tagged.topic_id {topics_of(question)})"
    )


def linked_pages(replies: str) -> tuple[str, str]:
    """The pages that these replies (a SELECT of keys) link to, which show the questions."""
    links = f"FROM {LINKS} AS link"
    return (
        mark(
            "page",
            "cause.page_id",
            f"{links} JOIN {CAUSES} AS cause ON cause.id = link.cause_id WHERE link.reply_id IN ({replies})",
        ),
        mark("page", "link.page_id", f"{links} WHERE link.reply_id IN ({replies})"),
    )


def lists_around(question: str) -> tuple[str, ...]:
    """Everything that shows a question because it is public, or leaves it out because it is not."""
    others = (
        f"SELECT 1 FROM {TAGGED} AS other JOIN {PUBLIC} AS shown ON shown.question_id = other.question_id "
        f"WHERE other.topic_id = tagged.topic_id AND other.question_id <> {question}"
    )
    of_question = f"WHERE asked.id = {question}"
    return (
        mark("question", question),
        mark("questions"),
        mark("questions in", "asked.specialty_id", f"FROM {QUESTIONS} AS asked {of_question}"),
        mark("questions on", "tagged.topic_id", topics_of(question)),
        mark("topic", "tagged.topic_id", f"{topics_of(question)} AND NOT EXISTS ({others})"),
        mark(
            "questions by", "reply.doctor_id", f"FROM {REPLIES} AS reply WHERE reply.question_id = {question}"
        ),
        mark("similar", "near.question_id", f"FROM {NEIGHBOURS} AS near WHERE near.other_id = {question}"),
        rare_around(question),
        *linked_pages(f"SELECT reply.id FROM {REPLIES} AS reply WHERE reply.question_id = {question}"),
    )


def _linked_questions(links: str) -> tuple[str, ...]:
    """The questions of these links (a condition), and the topics on whose pages their causes stand."""
    found = f"FROM {LINKS} AS link JOIN {REPLIES} AS reply ON reply.id = link.reply_id"
    return (
        mark("question", "reply.question_id", f"{found} WHERE {links}"),
        mark(
            "questions on",
            "tagged.topic_id",
            f"{found} JOIN {TAGGED} AS tagged ON tagged.question_id = reply.question_id WHERE {links}",
        ),
    )


_PAGE_OF_CAUSE = mark("page", "cause.page_id", f"FROM {CAUSES} AS cause WHERE cause.id = {{row}}.cause_id")
_PUBLIC_REPLY = (
    f"FROM {REPLIES} AS reply WHERE reply.id = {{row}}.reply_id AND {{row}}.state = 'confirmed' AND "
    + if_public("reply.question_id")
)
_OF_PUBLIC = "WHERE " + if_public("{row}.question_id")

WATCHES: tuple[Watch, ...] = (
    Watch(PublicQuestion, lists_around("{row}.question_id"), events=("INSERT", "DELETE")),
    # What a question says, where it is shown; and where it is shown.
    Watch(
        Question,
        (mark("question", "{row}.id", "WHERE " + if_public("{row}.id")),),
        events=("UPDATE",),
        unread=(
            "version",
            "contact_id",
            "import_key",
            "staff_message",
            "danger_level",
            "waits_from",
            "paused_at",
        ),
    ),
    Watch(
        Question,
        (*lists_around("{row}.id"), mark("questions in", "{row}.specialty_id"), rare("{row}.specialty_id")),
        events=("UPDATE",),
        read=("published_at", "specialty_id", "age_range", "sex"),
        name="place",
    ),
    Watch(
        Reply,
        (
            mark("question", "{row}.question_id", _OF_PUBLIC),
            mark("questions by", "{row}.doctor_id", _OF_PUBLIC),
            rare_around("{row}.question_id"),
            rare("{row}.specialty_id"),
            *linked_pages("{row}.id"),
        ),
        unread=("version", "import_key", "updated_at"),
    ),
    Watch(FollowUp, (mark("question", "{row}.question_id", _OF_PUBLIC),)),
    Watch(
        Question.topics.through,
        (
            mark("question", "{row}.question_id", _OF_PUBLIC),
            mark("questions on", "{row}.topic_id", _OF_PUBLIC),
            mark("topic", "{row}.topic_id", _OF_PUBLIC),
            rare(f"SELECT topic.specialty_id FROM {TOPICS} AS topic WHERE topic.id = {{row}}.topic_id"),
        ),
    ),
    # On its thread alone: a list on which the question stands says nothing of its neighbours.
    Watch(Neighbour, (mark("similar", "{row}.question_id", _OF_PUBLIC),)),
    Watch(Doctor, (mark("doctor", "{row}.id"), mark("doctors")), unread=("user_id",)),
    Watch(Doctor.specialties.through, (mark("doctor", "{row}.doctor_id"), mark("doctors"))),
    Watch(
        Specialty,
        (mark("specialty", "{row}.id"), mark("specialties"), mark("topics"), mark("rare", "{row}.id")),
    ),
    Watch(Topic, (mark("topic", "{row}.id"), mark("topics"), mark("rare", "{row}.specialty_id"))),
    Watch(ReferencePage, (mark("page", "{row}.id"), mark("pages")), unread=("version", "import_key")),
    Watch(
        ReferencePage,
        (mark(HIDDEN_PAGE, "{row}.id"), mark("names")),
        read=("published_at",),
        name="hidden",
    ),
    Watch(
        ReferencePage,
        (
            *_linked_questions("link.page_id = {row}.id"),
            *_linked_questions(
                f"link.cause_id IN (SELECT cause.id FROM {CAUSES} AS cause WHERE cause.page_id = {{row}}.id)"
            ),
        ),
        events=("UPDATE",),
        read=("published_at",),
        name="links",
    ),
    Watch(
        ReferencePage.related.through,
        (mark("page", "{row}.from_referencepage_id"), mark("page", "{row}.to_referencepage_id")),
    ),
    Watch(Category, (mark("category", "{row}.id"), mark("pages"))),
    Watch(CauseGroup, (mark("page", "{row}.page_id"),)),
    Watch(Cause, (mark("page", "{row}.page_id"),)),
    Watch(Cause, (mark(HIDDEN_PAGE, "{row}.page_id"),), read=("page_id",), name="hidden"),
    Watch(FormerAnchor, (mark("page", "{row}.page_id"),)),
    Watch(Revision, (mark("page", "{row}.page_id"),), read=("state", "reason", "published_at")),
    Watch(CauseAlias, (_PAGE_OF_CAUSE,)),
    # In which writing a name begins, only editors read.
    Watch(ConditionName, (mark("names"),), unread=("writing",)),
    Watch(Citation, (_PAGE_OF_CAUSE, mark("page", "{row}.page_id"))),
    Watch(Source, (mark("source", "{row}.id"),)),
    Watch(
        CauseLink,
        (
            mark("question", "reply.question_id", _PUBLIC_REPLY),
            mark(
                "questions on",
                "tagged.topic_id",
                _PUBLIC_REPLY.replace(
                    " WHERE ", f" JOIN {TAGGED} AS tagged ON tagged.question_id = reply.question_id WHERE ", 1
                ),
            ),
            mark("page", "{row}.page_id", "WHERE {row}.state = 'confirmed'"),
            f"{_PAGE_OF_CAUSE} AND {{row}}.state = 'confirmed'",
        ),
    ),
    # The words that a reply cites stand on its thread alone, from the moment they are taken over.
    Watch(
        Passage,
        (
            mark(
                "question",
                "reply.question_id",
                f"FROM {REPLIES} AS reply WHERE reply.id = {{row}}.reply_id AND {{row}}.taken_at IS NOT NULL AND "
                + if_public("reply.question_id"),
            ),
        ),
        unread=("left_out", "confirmed"),
    ),
    # Kept by the database itself: here stands what they say, and what they are made from above.
    Watch(PublicTag, (mark("questions on", "{row}.topic_id"),)),
    Watch(
        PublicLink,
        (_PAGE_OF_CAUSE, mark("questions on", "tagged.topic_id", topics_of("{row}.question_id"))),
    ),
    Watch(SitePage, (mark("site page", "{row}.id"),)),
)

# The tag of a row that is loaded: what it is called, and the column that holds the number.
ROWS: dict[type[Model], tuple[str, str]] = {
    Question: ("question", "id"),
    Reply: ("question", "question_id"),
    FollowUp: ("question", "question_id"),
    Doctor: ("doctor", "id"),
    Specialty: ("specialty", "id"),
    Topic: ("topic", "id"),
    ReferencePage: ("page", "id"),
    Category: ("category", "id"),
    CauseGroup: ("page", "page_id"),
    Cause: ("page", "page_id"),
    Source: ("source", "id"),
    SitePage: ("site page", "id"),
}
UNTAGGED: dict[type[Model], str] = {
    CauseLink: "its question is loaded beside it, and a change marks that",
    Citation: "its cause or page is loaded beside it",
    FormerAnchor: "its page is loaded before it, and a change marks that",
    Revision: "its page is loaded before it, and a change marks that",
    CauseAlias: "its cause is loaded beside it",
    ConditionName: "its page is loaded beside it or noted, and a change marks all names",
    Passage: "its question is loaded before it, and a change marks that",
}
"""Rows that pages show and that need no tag of their own, with the reason."""


def triggers(_connection: BaseDatabaseWrapper | Any = None) -> list[Trigger]:
    """Every trigger of the list."""
    return [trigger for watch in WATCHES for trigger in watch.triggers()]
