"""What narrows the questions found."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from conditions.models import CauseLink
from consult.models import Doctor, Question, Reply, Specialty, Topic
from consult.models.querysets import QuestionQuerySet
from consult.prepared import Prepared

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


def _found(numbers: list[int]) -> Any:
    """Specialty and date of these questions."""
    return Question.objects.filter(pk__in=numbers).values_list(
        "specialty__slug", "specialty__name", "asked_at"
    )


def _topics(numbers: list[int]) -> Any:
    """The commonest topics of these questions."""
    return (
        Topic.objects.filter(questions__in=numbers)
        .annotate(found=Count("questions", distinct=True))
        .select_related("specialty")
        .order_by("-found", "name")[:OFFERED]
    )


def _replies(numbers: list[int]) -> Any:
    """Doctor and specialty of the public replies to these questions."""
    return (
        Reply.objects.public()
        .filter(question__in=numbers, doctor__is_active=True)
        .order_by()
        .values_list("doctor__slug", "doctor__name", "specialty__slug", "specialty__name", "question_id")
    )


_read_found: Prepared[tuple[str, str, datetime]] = Prepared(_found)
_read_topics: Prepared[Topic] = Prepared(_topics)
_read_replies: Prepared[tuple[str, str, str, str, int]] = Prepared(_replies)


def offers(numbers: Collection[int]) -> Offers:
    """Count what the questions with these numbers, already known to be public, have.  Three queries."""
    specialties: Counter[tuple[str, str]] = Counter()
    years: set[int] = set()
    zone = timezone.get_current_timezone()
    for slug, name, asked_at in _read_found(numbers):
        years.add(asked_at.astimezone(zone).year)
        if slug:
            specialties[slug, name] += 1
    doctors: Counter[tuple[str, str]] = Counter()
    for slug, name, specialty, specialty_name, _number in sorted(set(_read_replies(numbers))):
        doctors[slug, name] += 1
        specialties.setdefault((specialty, specialty_name), 0)
    return Offers(
        specialties=sorted((pair for pair, _count in specialties.most_common(OFFERED)), key=_by_words),
        topics=_read_topics(numbers),
        doctors=sorted((pair for pair, _count in doctors.most_common(OFFERED)), key=_by_words),
        years=[(year, str(year)) for year in sorted(years, reverse=True)],
    )


def _by_words(choice: tuple[str, str]) -> str:
    """Sort choices by what the reader sees."""
    return choice[1].casefold()
