"""What the reasons of a match are drawn from, read in few queries for many questions or causes."""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils import timezone

from conditions.models import Cause, CauseLink, IndexEntry, ReferencePage
from conditions.related.backends import keyword_index
from conditions.related.reasons.explain import Described, reasons
from conditions.related.text.facets import NEED, read
from conditions.related.text.prepare import terms
from consult.common import statements
from consult.models import PublicQuestion, Question, Reply, Specialty, Topic
from consult.models.question import AgeRange
from consult.models.reply import PUBLIC_REPLY

QUESTIONS, REPLIES, ENTRIES = Question._meta.db_table, Reply._meta.db_table, IndexEntry._meta.db_table
SPECIALTIES, TOPICS, TAGGED = (
    Specialty._meta.db_table,
    Topic._meta.db_table,
    Question.topics.through._meta.db_table,
)
SHOWN = PublicQuestion._meta.db_table
PUBLIC = (
    f"FROM {QUESTIONS} AS asked JOIN {SHOWN} AS shown ON shown.question_id = asked.id "
    f"LEFT JOIN {ENTRIES} AS entry ON entry.question_id = asked.id WHERE asked.published_at IS NOT NULL AND "
)
"""The questions that `Question.objects.public` gives, and their entries."""

LINKED = (
    f"FROM {CauseLink._meta.db_table} AS link JOIN {REPLIES} AS reply ON reply.id = link.reply_id "
    f"JOIN {SHOWN} AS shown ON shown.question_id = reply.question_id "
    f"JOIN {Cause._meta.db_table} AS cause ON cause.id = link.cause_id "
    f"JOIN {ReferencePage._meta.db_table} AS page ON page.id = cause.page_id "
    f"WHERE link.state = '{CauseLink.State.CONFIRMED}' AND {PUBLIC_REPLY} AND page.published_at <= %s"
)
"""The links to causes that `CauseLink.objects.public` gives (tests/conditions/related/test_facts.py)."""

Rarity = Callable[[str], float]

Linked = tuple[int, int, str]
"""A question, a cause (by key) that a public reply to it links to, and the cause's name."""


def first_public(column: str) -> str:
    """This column of the first public reply to the question that a statement calls `asked`."""
    return (
        f"(SELECT reply.{column} FROM {REPLIES} AS reply WHERE reply.question_id = asked.id AND {PUBLIC_REPLY} "
        "ORDER BY reply.published_at, reply.id LIMIT 1)"
    )


def titles(numbers: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Title, and doctor (by key) of the first public reply, of the public ones among these questions.  One query."""
    rows = statements.rows(
        f"SELECT asked.id, asked.title, {first_public('doctor_id')} {PUBLIC}{statements.among('asked.id')}",
        list(numbers),
    )
    return {number: (title, doctor) for number, title, doctor in rows if doctor}


def linked_causes(numbers: Iterable[int]) -> list[Linked]:
    """To which causes public replies of these questions link.  One query."""
    statement = (
        f"SELECT reply.question_id, cause.id, cause.name {LINKED} AND {statements.among('reply.question_id')} "
        "ORDER BY link.id"
    )
    found: list[Any] = statements.rows(statement, timezone.now(), list(numbers))
    return found


def questions(numbers: Iterable[int], linked: Sequence[Linked] | None = None) -> dict[int, Described]:
    """These questions as the explanation needs them, by key.

    Three queries; two when what they are `linked` to (linked_causes) is known.
    """
    wanted = list(numbers)
    causes: dict[int, list[str]] = {}
    for number, _cause, name in linked_causes(wanted) if linked is None else linked:
        causes.setdefault(number, []).append(name)
    topics: dict[int, list[str]] = {}
    rare: set[int] = set()
    told = statements.rows(
        f"SELECT tagged.question_id, topic.name, specialty.is_rare FROM {TAGGED} AS tagged "
        f"JOIN {TOPICS} AS topic ON topic.id = tagged.topic_id "
        f"JOIN {SPECIALTIES} AS specialty ON specialty.id = topic.specialty_id "
        f"WHERE {statements.among('tagged.question_id')} ORDER BY tagged.id",
        wanted,
    )
    for number, name, is_rare in told:
        topics.setdefault(number, []).append(name)
        rare |= {number} if is_rare else set()
    rows = statements.rows(
        f"SELECT asked.id, asked.title, asked.body, asked.age_range, specialty.name, specialty.is_rare, "
        f"entry.facets, entry.digest, {first_public('text')} FROM {QUESTIONS} AS asked "
        f"LEFT JOIN {SPECIALTIES} AS specialty ON specialty.id = asked.specialty_id "
        f"LEFT JOIN {ENTRIES} AS entry ON entry.question_id = asked.id WHERE {statements.among('asked.id')}",
        wanted,
    )
    return {
        key: Described(
            text=f"{title}\n{body}",
            answer=answer or "",  # the first, which lists show
            causes=causes.get(key, []),
            needs=read(facets).get(NEED, frozenset()) if facets else frozenset(),
            topics=topics.get(key, []),
            specialty=specialty or "",
            # An age beside a rare disease may name somebody (consult.question.small_cells): it is no reason there.
            age_range=str(AgeRange(age).label) if age and key not in rare and not is_rare else "",
            digest=digest or "",
        )
        for key, title, body, age, specialty, is_rare, facets, digest, answer in rows
    }


def causes(numbers: Iterable[int]) -> dict[int, Described]:
    """These causes as the explanation needs them, by key.  Two queries."""
    rows = Cause.objects.filter(pk__in=list(numbers)).prefetch_related("aliases")
    return {
        row.pk: Described(
            text=f"{row.name}\n{row.text}", names=[row.name, *(alias.name for alias in row.aliases.all())]
        )
        for row in rows
    }


def rarity(kind: str, *sides: Described) -> Rarity:
    """How rare each term of these sides is among entries of a kind: what the explanation names first."""
    said = [term for side in sides for text in (side.text, side.answer) for term in terms(text)]
    return keyword_index.rarity_of(kind, said)


def stored(one: Described, other: Described, idf: Rarity) -> list[dict[str, Any]]:
    """The reasons of a match, as they are stored."""
    return [reason.as_dict() for reason in reasons(one, other, idf)]
