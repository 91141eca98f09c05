"""What a public page shows of the engine's results.  Indexes propose, `public()` authorises, at every read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from conditions.models import Cause, CauseLink, Citation, Neighbour, ReferencePage
from conditions.related import ranking
from conditions.related.explain import render
from consult.models import Question, Reply, Topic

SHOWN = 4
SHOWN_CHOICES = [Neighbour.Choice.NONE, Neighbour.Choice.PIN]


@dataclass(frozen=True)
class SimilarItem:
    """One similar question: the question with its public replies, and why it is similar, in words."""

    question: Question
    reasons: list[str]
    score: float | None = None
    pinned: bool = False

    @property
    def reply(self) -> Reply:
        """The reply to show: the first public one."""
        return self.question.public_replies[0]  # type: ignore[attr-defined,no-any-return]


@dataclass(frozen=True)
class LinkItem:
    """One confirmed cause link: what it is called, where it leads, the cited passage and its citations."""

    name: str
    url: str
    page: ReferencePage
    text: str
    citations: list[Citation] = field(default_factory=list)
    cause: Cause | None = None


@dataclass(frozen=True)
class LinkedReply:
    """A public reply with its confirmed links."""

    reply: Reply
    links: list[LinkItem]


def similar_questions(question: Question, limit: int = SHOWN) -> list[SimilarItem]:
    """Up to `limit` public questions like this one: pins as placed, then the best, few by one doctor.

    Costs two queries (the questions; their replies with doctors), one when there is none.
    """
    rows = (
        Question.objects.public()
        .for_list()
        .filter(neighbour_of__question=question, neighbour_of__choice__in=SHOWN_CHOICES)
        .annotate(
            near_score=F("neighbour_of__score"),
            near_reasons=F("neighbour_of__reasons"),
            near_position=F("neighbour_of__position"),
        )
        .order_by(F("near_position").asc(nulls_last=True), F("near_score").desc(nulls_last=True), "pk")
    )
    items = [
        SimilarItem(
            question=row,
            reasons=[text for text in map(render, row.near_reasons) if text],
            score=row.near_score,
            pinned=row.near_position is not None,
        )
        for row in rows
    ]
    return spread(items, limit)


def spread(items: Sequence[SimilarItem], limit: int) -> list[SimilarItem]:
    """The pinned items as placed, then the best of the others, few by one doctor: at most `limit`."""
    pinned = [item for item in items if item.pinned][:limit]
    others = [(item, item.score or 0.0, item.reply.doctor_id) for item in items if not item.pinned]
    taken = [item.reply.doctor_id for item in pinned]
    return pinned + ranking.spread(others, limit - len(pinned), before=taken)


def linked_replies(question: Question) -> list[LinkedReply]:
    """The question's public replies, each with its confirmed links to public pages.

    Costs two queries (links; citations); the replies come from `for_thread()`.
    """
    return _linked(question.public_replies, CauseLink.objects.public())  # type: ignore[attr-defined]


def linked_for_patient(replies: Sequence[Reply]) -> list[LinkedReply]:
    """Replies that their patient may read, each with its confirmed links to public pages.  Costs two queries."""
    pages = ReferencePage.objects.public()
    links = CauseLink.objects.confirmed().filter(Q(cause__page__in=pages) | Q(page__in=pages))
    return _linked(replies, links)


def _linked(replies: Sequence[Reply], links: QuerySet[CauseLink]) -> list[LinkedReply]:
    """Each reply with those of the links that are its own, best first."""
    found: dict[int, list[LinkItem]] = {reply.pk: [] for reply in replies}
    rows = (
        links.filter(reply__in=list(found))
        .select_related("cause__page", "page")
        .prefetch_related(Prefetch("cause__citations", Citation.objects.select_related("source")))
        .order_by(F("score").desc(nulls_last=True), "pk")
    )
    for link in rows:
        found[link.reply_id].append(_link_item(link))
    return [LinkedReply(reply, found[reply.pk]) for reply in replies]


def _link_item(link: CauseLink) -> LinkItem:
    """What the thread shows of one link."""
    if cause := link.cause:
        citations = list(cause.citations.all())
        return LinkItem(cause.name, cause.get_absolute_url(), cause.page, cause.text, citations, cause)
    page: Any = link.page
    return LinkItem(page.title, page.get_absolute_url(), page, page.lead)


def related_topics(question: Question, limit: int = 12) -> list[Topic]:
    """The question's own topics first, then those of similar questions, then the busiest of its specialties.

    Only topics that a public question has.  One query, whose cost does not grow with the number of questions.
    """
    tagged = Question.topics.through.objects
    near = Neighbour.objects.filter(question=question, choice__in=SHOWN_CHOICES).order_by()
    own = [topic.pk for topic in question.topics.all()]
    specialties = {reply.specialty_id for reply in getattr(question, "public_replies", [])}
    if question.specialty_id:
        specialties.add(question.specialty_id)
    beside: Any = near.filter(other__topics=OuterRef("pk")).values("question")
    everywhere: Any = tagged.filter(topic=OuterRef("pk")).order_by().values("topic")
    topics: list[Any] = list(
        Topic.objects.filter(
            Q(pk__in=own)
            | Q(specialty__in=specialties)
            | Q(pk__in=tagged.filter(question__in=near.values("other")).values("topic")),
            Exists(Question.objects.public().filter(topics=OuterRef("pk"))),
        )
        .annotate(
            near_count=Coalesce(Subquery(beside.annotate(n=Count("pk")).values("n")), 0),
            count=Coalesce(Subquery(everywhere.annotate(n=Count("pk")).values("n")), 0),
        )
        .select_related("specialty")
        .order_by("-near_count", "-count", "name")[: limit + len(own)]
    )
    topics.sort(key=lambda topic: topic.pk not in own)
    return topics[:limit]


def cause_cases(page: ReferencePage, limit: int = 4) -> dict[int, list[Question]]:
    """For each cause of the page (by key), its public cases, best first, at most `limit`.

    Costs two queries (the links; the questions with their replies).
    """
    links = CauseLink.objects.public().filter(cause__page=page)
    pairs = links.order_by("cause", F("score").desc(nulls_last=True), "-reply__question__published_at", "pk")
    wanted: dict[int, list[int]] = {}
    for cause, number in pairs.values_list("cause", "reply__question"):
        listed = wanted.setdefault(cause, [])
        if number not in listed and len(listed) < limit:
            listed.append(number)
    numbers = {number for listed in wanted.values() for number in listed}
    questions = Question.objects.public().for_list().in_bulk(numbers) if numbers else {}
    return {
        cause: [questions[number] for number in listed if number in questions]
        for cause, listed in wanted.items()
    }


def topic_causes(topic: Topic, limit: int = 12) -> list[Cause]:
    """The causes that public replies to the topic's questions link to, the most often linked first.  One query."""
    links = CauseLink.objects.public().filter(reply__question__topics=topic)
    return list(
        Cause.objects.filter(links__in=links)
        .annotate(cases=Count("links__reply__question", distinct=True))
        .select_related("page")
        .order_by("-cases", "name")[:limit]
    )
