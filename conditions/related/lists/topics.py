"""Which topics stand beside a question."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Count, Exists, OuterRef

from conditions.models import Neighbour
from consult.common.database import one_list
from consult.common.recording import note
from consult.models import Question, Topic

REMEMBERED_SECONDS = 600

MANY = 1_000
"""From so many uses on, the process remembers how often each topic is used: counting takes 2 ms for 10,000."""

LISTED = [Neighbour.Choice.NONE, Neighbour.Choice.PIN]
"""The neighbours that an editor has not hidden."""


@dataclass(frozen=True, order=True)
class Use:
    """How often a topic is used (negative, so that the most used sorts first), its name, its key."""

    count: int
    name: str
    topic: int


@dataclass(frozen=True)
class Uses:
    """The uses of all topics by key, and those of each specialty, the most used first."""

    by_topic: dict[int, Use]
    by_specialty: dict[int, list[Use]]


def _beside(question: int) -> Any:
    """Which topics the question (by key) and its neighbours have: pairs of keys."""
    note("similar", question)
    near = Neighbour.objects.filter(question=question, choice__in=LISTED).order_by()
    cases = one_list(Question.objects.filter(pk=question).values("pk"), near.values("other"))
    tagged = Question.topics.through.objects.filter(question__in=cases)
    return tagged.values_list("question_id", "topic_id")


def _with_cases(topics: list[int]) -> Any:
    """Those of these topics that a public question has."""
    cases = Question.objects.public().filter(topics=OuterRef("pk"))
    return Topic.objects.filter(Exists(cases), pk__in=topics).select_related("specialty")


_remembered: tuple[float, Uses] | None = None


def related_topics(question: Question, limit: int = 12) -> list[Topic]:
    """The question's own topics first, then those of similar questions, then the busiest of its specialties.

    Only topics that a public question has.  At most four queries, whose cost hardly grows with the number of questions.
    """
    own: set[int] = set()
    near: Counter[int] = Counter()
    for number, topic in _beside(question.pk):
        if number == question.pk:
            own.add(topic)
        else:
            near[topic] += 1
    candidates = _in_order(own, near, _specialties(question))
    topics = _public(islice(candidates, limit))
    if len(topics) == limit:
        return topics
    return (topics + _public(candidates))[:limit]


def _specialties(question: Question) -> set[int]:
    """The specialties of the question and of its public replies."""
    found = {reply.specialty_id for reply in getattr(question, "public_replies", [])}
    return found | {question.specialty_id} if question.specialty_id else found


def _in_order(own: set[int], near: Counter[int], specialties: Iterable[int]) -> Iterator[int]:
    """Keys of topics: own, near (the more often the sooner), others of the specialties (the more used the sooner)."""
    uses = _uses()
    unused = Use(0, "", 0)
    named = sorted(
        own | near.keys(), key=lambda key: (key not in own, -near[key], uses.by_topic.get(key, unused))
    )
    yield from named
    known = set(named)
    for use in merge(*(uses.by_specialty.get(key, []) for key in specialties)):
        if use.topic not in known:
            yield use.topic


def _public(keys: Iterable[int]) -> list[Topic]:
    """Those of these topics that a public question has, in this order."""
    wanted = list(keys)
    found = {topic.pk: topic for topic in _with_cases(wanted)}
    return [found[key] for key in wanted if key in found]


def _uses() -> Uses:
    """How often each topic is used; remembered for a while when there are many."""
    global _remembered
    if _remembered and _remembered[0] > time.monotonic():
        return _remembered[1]
    tagged: Any = Question.topics.through.objects.order_by().values("topic")
    counted = tagged.annotate(count=Count("pk")).values_list(
        "topic_id", "topic__specialty_id", "topic__name", "count"
    )
    uses = Uses({}, {})
    for topic, specialty, name, count in counted:
        use = Use(-count, name, topic)
        uses.by_topic[topic] = use
        uses.by_specialty.setdefault(specialty, []).append(use)
    for listed in uses.by_specialty.values():
        listed.sort()
    if -sum(use.count for use in uses.by_topic.values()) >= MANY:
        _remembered = time.monotonic() + REMEMBERED_SECONDS, uses
    return uses
