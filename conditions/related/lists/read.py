"""What a public page shows of the engine's results.  Indexes propose, `public()` authorises, at every read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.utils import timezone

from conditions.grounding import read as grounding
from conditions.grounding.choice import PANEL, Choice
from conditions.grounding.cited import CAUSE, PAGE, Cited, Key, cited, key_of
from conditions.grounding.read import PassageItem
from conditions.models import Cause, CauseLink, Passage, PublicLink, ReferencePage
from conditions.related.encoder.encoder import calibration_in_use
from conditions.related.lists.items import SHOWN, SimilarItem
from conditions.related.lists.topics import LISTED
from conditions.related.ranking.diversity import few_of_one_doctor
from conditions.related.ranking.scoring import listed
from conditions.related.reasons.explain import in_words
from conditions.related.reasons.variety import few_alike
from consult.common.recording import note
from consult.models import Question, Reply, Topic

NEWEST = 200
"""Public questions on a topic whose causes are counted: a topic may have thousands."""

MOST_COUNTED = 100
"""Cases of a cause are counted up to here: beyond it a page says "more than"."""


@dataclass(frozen=True)
class LinkItem:
    """One confirmed cause link: what it is called, and where it leads."""

    name: str
    url: str
    page: ReferencePage
    cause: Cause | None = None

    @property
    def key(self) -> Key:
        """Of which cause or page it is."""
        return key_of(self.cause or self.page)

    @property
    def is_cause(self) -> bool:
        """Whether it leads to a cause, and not to a page about a condition."""
        return self.cause is not None and not self.cause.is_subject


@dataclass(frozen=True)
class LinkedReply:
    """A public reply with its confirmed links, and the passages that it cites."""

    reply: Reply
    links: list[LinkItem]
    passages: list[PassageItem]
    standing: "LinkedReply | None" = None
    """As it stands until a waiting correction is approved."""

    @property
    def cited(self) -> list[PassageItem]:
        """The passages of which readers see words."""
        return [passage for passage in self.passages if passage.text]


def _similar(question: int) -> Any:
    """The public questions in the list of a question (by key), with what the list says of them."""
    note("similar", question)
    return (
        Question.objects.public()
        .for_list()
        .filter(neighbour_of__question=question, neighbour_of__choice__in=LISTED)
        .annotate(
            near_score=F("neighbour_of__score"),
            near_cosine=F("neighbour_of__cosine"),
            near_reasons=F("neighbour_of__reasons"),
            near_position=F("neighbour_of__position"),
        )
        .order_by(F("near_position").asc(nulls_last=True), F("near_score").desc(nulls_last=True), "pk")
    )


def similar_questions(question: Question, limit: int = SHOWN) -> list[SimilarItem]:
    """Up to `limit` public questions like this one: pins as placed, then the best, few by one doctor.

    Costs two queries (the questions; their replies with doctors), one when there is none.
    """
    items = [
        SimilarItem(
            question=row,
            reasons=in_words(row.near_reasons),
            score=row.near_score,
            cosine=row.near_cosine,
            pinned=row.near_position is not None,
        )
        for row in _similar(question.pk)
        if row.public_replies  # the last may have been taken back between the two queries
    ]
    return selected(items, limit)


def selected(items: Sequence[SimilarItem], limit: int) -> list[SimilarItem]:
    """The pinned items as placed, then the best of the others, few by one doctor: at most `limit`.

    The same reason stands at most twice.
    """
    pinned = [item for item in items if item.pinned][:limit]
    others = [(item, item.score or 0.0, item.reply.doctor_id) for item in items if not item.pinned]
    taken = [item.reply.doctor_id for item in pinned]
    calibration = calibration_in_use()
    best = few_of_one_doctor(others, limit - len(pinned), calibration, before=taken)
    scored = ((item, item.score or 0.0, item.cosine) for item in best)
    shown = pinned + [replace(item, close=close) for item, close in listed(scored, calibration)]
    reasons = few_alike([item.reasons for item in shown])
    return [replace(item, reasons=said) for item, said in zip(shown, reasons, strict=True)]


def _links(replies: list[int], now: datetime) -> Any:
    """The confirmed links of public replies (by key) to public pages, best first."""
    return _for_reading(CauseLink.objects.public(now).filter(reply__in=replies))


def _links_for_patient(replies: list[int], now: datetime) -> Any:
    """The confirmed links of these replies (by key), public or not, to public pages, best first."""
    return _for_reading(CauseLink.objects.confirmed().to_public_pages(now).filter(reply__in=replies))


def _for_reading(links: QuerySet[CauseLink]) -> QuerySet[CauseLink]:
    """Best first, with what is shown of each."""
    return links.select_related("cause__page", "page").order_by(F("score").desc(nulls_last=True), "pk")


def linked_replies(question: Question) -> list[LinkedReply]:
    """The question's public replies, each with its confirmed links to public pages.

    Costs two queries (links; passages); the replies come from `for_thread()`.
    """
    return _linked(question.public_replies, _links)  # type: ignore[attr-defined]


def linked_for_patient(replies: Sequence[Reply]) -> list[LinkedReply]:
    """Replies that their patient may read, each with its confirmed links to public pages.  Costs two queries."""
    return _linked(replies, _links_for_patient)


def linked_in_preview(replies: Sequence[Reply]) -> list[LinkedReply]:
    """As `linked_for_patient`; drafts with the passages that they would show if they were published now."""
    drafts = {reply.pk for reply in Reply.objects.drafts().filter(pk__in=[reply.pk for reply in replies])}
    return [
        replace(entry, passages=grounding.preview(entry.reply)) if entry.reply.pk in drafts else entry
        for entry in linked_for_patient(replies)
    ]


def linked_to_approve(replies: Sequence[Reply]) -> list[LinkedReply]:
    """As `linked_for_patient`; where corrections wait, with what is ticked there: three queries more for all of them.

    Words that were copied before are shown as they were copied, for approval keeps them.
    """
    choices = {
        reply.pk: Choice.from_json(reply.waiting.panels[PANEL])
        for reply in replies
        if reply.waiting and PANEL in reply.waiting.panels
    }
    copied = list(grounding.copied_rows(replies))
    linked = _linked(replies, _links_for_patient, copied)
    if not choices:
        return linked
    causes, pages = _chosen(*choices.values())
    sources = cited(causes.values(), pages.values())
    of_reply = {pk: [row for row in copied if row.reply_id == pk] for pk in choices}
    return [
        LinkedReply(entry.reply, **as_shown(choices[pk], causes, sources, of_reply[pk]), standing=entry)
        if (pk := entry.reply.pk) in choices
        else entry
        for entry in linked
    ]


def shown_of(choice: Choice, copied: Iterable[Passage] = ()) -> dict[str, Any]:
    """What readers would see of what is ticked, as far as they may be told of it.  Three queries."""
    causes, pages = _chosen(choice)
    return as_shown(choice, causes, cited(causes.values(), pages.values()), copied)


def _chosen(*choices: Choice) -> tuple[dict[int, Cause], dict[int, ReferencePage]]:
    """The causes, with their pages, and the pages that are ticked, by key."""
    causes = {key for choice in choices for key in choice.keys(CAUSE)}
    pages = {key for choice in choices for key in choice.keys(PAGE)}
    return (
        Cause.objects.told().select_related("page").in_bulk(causes) if causes else {},
        ReferencePage.objects.in_bulk(pages) if pages else {},
    )


def as_shown(
    choice: Choice,
    causes: dict[int, Cause],
    sources: dict[Key, Cited],
    copied: Iterable[Passage] = (),
) -> dict[str, Any]:
    """What is ticked on the form of a reply as readers would see it: links and passages of public pages.

    Of what was `copied` before, the copy stands in its new cuts, whatever its page says by now.
    """
    kept = {key_of(row): row for row in copied}
    links, passages = [], []
    for part in choice.parts:
        key = (part.kind, part.key)
        source = sources.get(key)
        if source and not source.page.is_public:
            source = None
        if source:
            links.append(LinkItem(source.name, source.url, source.page, causes.get(part.key)))
        if row := kept.get(key):
            passages.append(grounding.cut_anew(row, part.left_out))
        elif source:
            passages.append(grounding.fresh(source, part.left_out))
    return {"links": links, "passages": [passage for passage in passages if passage.text]}


def _linked(
    replies: Sequence[Reply],
    read: Callable[[list[int], datetime], QuerySet[CauseLink]],
    copied: Iterable[Passage] | None = None,
) -> list[LinkedReply]:
    """Each reply with those of the links that are its own, best first, and its passages, as placed."""
    found: dict[int, list[LinkItem]] = {reply.pk: [] for reply in replies}
    for link in read([reply.pk for reply in replies], timezone.now()):
        found[link.reply_id].append(_link_item(link))
    cited = grounding.passages(replies, copied)
    return [LinkedReply(reply, found[reply.pk], cited[reply.pk]) for reply in replies]


def _link_item(link: CauseLink) -> LinkItem:
    """What the thread shows of one link."""
    if cause := link.cause:
        return LinkItem(cause.name, cause.get_absolute_url(), cause.page, cause)
    page: Any = link.page
    return LinkItem(page.title, page.get_absolute_url(), page)


@dataclass(frozen=True)
class CauseCases:
    """The public cases of one cause: the best of them, and how many there are, counted up to MOST_COUNTED."""

    best: list[Question]
    count: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more than stand here."""
        return self.count > len(self.best)

    @property
    def more_than(self) -> int:
        """The number that there are more of, where nobody counted further; else 0."""
        return MOST_COUNTED if self.count > MOST_COUNTED else 0


class _Count(Subquery):
    """How many rows a subquery has, which may be cut."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def cause_cases(page: ReferencePage, limit: int = 4) -> dict[int, CauseCases]:
    """For each cause of the page (by key), its public cases: how many, and the best, at most `limit`.

    Costs three queries (the causes; the questions, their replies), and the same at any number of cases.
    """
    if not page.is_public:
        return {}
    links = PublicLink.objects.filter(cause=OuterRef("pk"))
    best = links.order_by("-score", "-published_at", "-question").values("question")
    places = {f"best_{at}": Subquery(best[at : at + 1]) for at in range(limit)}
    some = _Count(links.order_by().values("question")[: MOST_COUNTED + 1])
    rows = page.causes.order_by().annotate(cases=some, **places).values_list("pk", "cases", *places)
    found = {cause: (count, numbers) for cause, count, *numbers in rows if count}
    wanted = {number for _count, numbers in found.values() for number in numbers if number}
    questions = Question.objects.public().for_list().in_bulk(wanted) if wanted else {}
    return {
        cause: CauseCases([questions[number] for number in numbers if number in questions], count)
        for cause, (count, numbers) in found.items()
    }


def cases_of_cause(cause: Cause) -> Any:
    """The public questions whose public replies link to the cause, with `link_at` and `link_question`.

    These are their moment of publication and their key, in the order of an index: the list costs the same at any size.
    """
    found = Question.objects.public().filter(public_links__cause=cause)
    if not cause.page.is_public:
        return found.none()
    return found.annotate(link_at=F("public_links__published_at"), link_question=F("public_links__question"))


def topic_causes(topic: Topic, limit: int = 12) -> list[Cause]:
    """The causes that public replies to the topic's newest public questions link to, the most often linked first.

    Two queries, the same at any number of questions.
    """
    newest = topic.public_tags.order_by("-published_at", "-question").values("question")[:NEWEST]
    linked = PublicLink.objects.filter(question__in=newest).order_by()
    asked = dict(linked.values_list("cause").annotate(cases=Count("question")))
    found = Cause.objects.public().filter(pk__in=asked).select_related("page")
    causes = sorted(found, key=lambda cause: (-asked[cause.pk], cause.name))[:limit]
    for cause in causes:
        cause.cases = asked[cause.pk]  # type: ignore[attr-defined]
    return causes
