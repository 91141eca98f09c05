"""What narrows the questions found."""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from conditions.models import CauseLink
from consult.common import statements
from consult.common.statements import row_of
from consult.models import Doctor, Question, Reply, Specialty, Topic
from consult.models.querysets import QuestionQuerySet
from consult.models.reply import PUBLIC_REPLY

OFFERED = 12
"""Most choices of one list."""


@dataclass(frozen=True)
class Filters:
    """Chosen filters; all of them must hold."""

    specialty: Specialty | None = None
    topic: Topic | None = None
    doctor: Doctor | None = None
    year: int | None = None
    with_cause: bool = False

    def __bool__(self) -> bool:
        """Whether any is chosen."""
        return any(getattr(self, field.name) for field in fields(self))

    def apply(self, questions: QuestionQuerySet) -> QuestionQuerySet:
        """The questions that pass.  A specialty counts when the question or one of its replies stands under it."""
        if self.specialty:
            under = Reply.objects.public().filter(question=OuterRef("pk"), specialty=self.specialty)
            questions = questions.filter(Q(specialty=self.specialty) | Exists(under))
        if self.topic:
            questions = questions.on_topic(self.topic)
        if self.doctor:
            questions = questions.answered_by(self.doctor)
        if self.year:
            questions = questions.filter(asked_at__year=self.year)
        if self.with_cause:
            links = CauseLink.objects.public().filter(reply__question=OuterRef("pk"))
            questions = questions.filter(Exists(links))
        return questions


@dataclass(frozen=True)
class Offers:
    """What the questions found have in common: choices for each list, the commonest first."""

    specialties: list[tuple[str, str]]
    topics: list[Topic]
    doctors: list[tuple[str, str]]
    years: list[tuple[int, str]]

    def as_choices(self) -> dict[str, list[tuple[Any, str]]]:
        """For SearchForm.offer."""
        return {
            "specialty": list(self.specialties),
            "topic": [(topic.pk, str(topic)) for topic in self.topics],
            "doctor": list(self.doctors),
            "year": list(self.years),
        }


QUESTIONS, SPECIALTIES, DOCTORS = Question._meta.db_table, Specialty._meta.db_table, Doctor._meta.db_table
TOPICS, TAGGED, REPLIES = Topic._meta.db_table, Question.topics.through._meta.db_table, Reply._meta.db_table


def _found(numbers: Collection[int]) -> list[tuple[str | None, str | None, Any]]:
    """Specialty and date of these questions, the newest first."""
    return statements.rows(
        f"SELECT specialty.slug, specialty.name, asked.asked_at FROM {QUESTIONS} AS asked "
        f"LEFT JOIN {SPECIALTIES} AS specialty ON specialty.id = asked.specialty_id "
        f"WHERE {statements.among('asked.id')} ORDER BY asked.asked_at DESC, asked.id DESC",
        numbers,
    )


def _topics(numbers: Collection[int]) -> list[Topic]:
    """The commonest topics of these questions."""
    found = statements.rows(
        "SELECT topic.id, topic.name, topic.slug, specialty.id, specialty.name, specialty.slug "
        f"FROM {TAGGED} AS tagged "
        f"JOIN {TOPICS} AS topic ON topic.id = tagged.topic_id "
        f"JOIN {SPECIALTIES} AS specialty ON specialty.id = topic.specialty_id "
        f"WHERE {statements.among('tagged.question_id')} GROUP BY topic.id, specialty.id "
        "ORDER BY COUNT(DISTINCT tagged.question_id) DESC, topic.name, topic.id LIMIT %s",
        numbers,
        OFFERED,
    )
    topics = []
    for key, name, slug, of, its, at in found:
        topic = row_of(Topic, id=key, name=name, slug=slug, specialty_id=of)
        topic.specialty = row_of(Specialty, id=of, name=its, slug=at)
        topics.append(topic)
    return topics


def _replies(numbers: Collection[int]) -> list[tuple[str, str, str, str, int]]:
    """Doctor and specialty of the public replies to these questions, and to how many of them."""
    return statements.rows(
        "SELECT doctor.slug, doctor.name, specialty.slug, specialty.name, COUNT(DISTINCT reply.question_id) "
        f"FROM {REPLIES} AS reply JOIN {DOCTORS} AS doctor ON doctor.id = reply.doctor_id "
        f"JOIN {SPECIALTIES} AS specialty ON specialty.id = reply.specialty_id "
        f"WHERE {statements.among('reply.question_id')} AND doctor.is_active "
        f"AND {PUBLIC_REPLY} GROUP BY doctor.id, specialty.id",
        numbers,
    )


def offers(numbers: Collection[int]) -> Offers:
    """Count what the questions with these numbers, already known to be public, have.  Three queries."""
    if not numbers:
        return Offers([], [], [], [])
    specialties: Counter[tuple[str, str]] = Counter()
    years: set[int] = set()
    zone = timezone.get_current_timezone()
    for slug, name, asked_at in _found(numbers):
        years.add(statements.as_moment(asked_at).astimezone(zone).year)
        if slug and name:
            specialties[slug, name] += 1
    doctors: Counter[tuple[str, str]] = Counter()
    for slug, name, specialty, specialty_name, answered in sorted(_replies(numbers)):
        doctors[slug, name] += answered
        specialties.setdefault((specialty, specialty_name), 0)
    return Offers(
        specialties=sorted((pair for pair, _count in specialties.most_common(OFFERED)), key=_by_words),
        topics=_topics(numbers),
        doctors=sorted((pair for pair, _count in doctors.most_common(OFFERED)), key=_by_words),
        years=[(year, str(year)) for year in sorted(years, reverse=True)],
    )


def _by_words(choice: tuple[str, str]) -> str:
    """Sort choices by what the reader sees."""
    return choice[1].casefold()
