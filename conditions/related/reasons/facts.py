"""What the reasons of a match are drawn from, read in few queries for many questions or causes."""

from collections.abc import Callable, Iterable
from typing import Any

from conditions.models import Cause, CauseLink, IndexEntry
from conditions.related.backends import keyword_index
from conditions.related.reasons.explain import Described, reasons
from conditions.related.text.facets import NEED, read
from conditions.related.text.prepare import terms
from consult.models import Question, Reply

_TOLD = ("title", "body", "age_range", "specialty__name", "specialty__is_rare", "index_entry__facets")

Rarity = Callable[[str], float]


def questions(numbers: Iterable[int]) -> dict[int, Described]:
    """These questions as the explanation needs them, by key.  Four queries."""
    wanted = list(numbers)
    answers: dict[int, str] = {}
    replies = Reply.objects.public().filter(question__in=wanted).order_by("published_at", "pk")
    for number, text in replies.values_list("question_id", "text"):
        answers.setdefault(number, text)  # the first, which lists show
    causes: dict[int, list[str]] = {}
    links = CauseLink.objects.public().filter(reply__question__in=wanted, cause__isnull=False)
    for number, name in links.values_list("reply__question_id", "cause__name").order_by("pk"):
        causes.setdefault(number, []).append(name)
    topics: dict[int, list[str]] = {}
    rare: set[int] = set()
    through = Question.topics.through.objects.filter(question__in=wanted)
    told = through.values_list("question_id", "topic__name", "topic__specialty__is_rare").order_by("pk")
    for number, name, is_rare in told:
        topics.setdefault(number, []).append(name)
        rare |= {number} if is_rare else set()
    rows = Question.objects.filter(pk__in=wanted).select_related("specialty", "index_entry")
    return {
        row.pk: Described(
            text=f"{row.title}\n{row.body}",
            answer=answers.get(row.pk, ""),
            causes=causes.get(row.pk, []),
            needs=_needs(row),
            topics=topics.get(row.pk, []),
            specialty=row.specialty.name if row.specialty else "",
            # An age beside a rare disease may name somebody (consult.question.small_cells): it is no reason there.
            age_range=str(row.get_age_range_display())
            if row.age_range and row.pk not in rare and not (row.specialty and row.specialty.is_rare)
            else "",
        )
        for row in rows.only(*_TOLD)
    }


def _needs(question: Question) -> frozenset[str]:
    """What a question asks for, as the index holds it."""
    entry: IndexEntry | None = getattr(question, "index_entry", None)
    return read(entry.facets).get(NEED, frozenset()) if entry else frozenset()


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
