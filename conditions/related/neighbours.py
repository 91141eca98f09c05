"""The stored lists of similar questions: made when a question is published, kept right when others come and go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from conditions.models import CauseLink, IndexEntry, Neighbour
from conditions.related import describe, index, late, ranking, search, sources
from conditions.related.explain import Described
from conditions.related.search import Hit
from conditions.related.shown import SHOWN
from consult.models import Question, Reply

STORED = 12
"""Neighbours kept of each question: three times what is shown, so that lists stay full when some go."""

CANDIDATES = 30
PER_DOCTOR = 3


@dataclass(frozen=True)
class Known:
    """What ranking needs of a question beyond its score."""

    title: str
    doctor: int
    vector: Any
    sketch: bytes
    causes: frozenset[int] = frozenset()


@transaction.atomic
def publish(question: Question) -> None:
    """Bring everything in step with a question that is public now: its entry, its list, and the lists it belongs in.

    A question whose words are unchanged costs three queries.
    """
    index.store("question", list(sources.of_questions([question.pk])))
    entry = IndexEntry.objects.filter(question=question).first()
    if entry is not None and entry.listed_at is None:
        make_lists([entry], both_ways=True)


@transaction.atomic
def unpublish(question: Question) -> None:
    """Take a question out of the index and of every list at once; what editors pinned or hid waits for its return."""
    shortened = lists_with(question)
    index.remove("question", [question.pk])
    Neighbour.objects.found().filter(Q(question=question) | Q(other=question)).delete()
    refill(shortened)


def lists_with(question: Question) -> list[int]:
    """The questions in whose lists this one stands."""
    return list(Neighbour.objects.filter(other=question).values_list("question_id", flat=True))


def refill(questions: Sequence[int]) -> None:
    """Make those of these lists anew that have become too short to fill the page."""
    counted = Question.objects.filter(pk__in=questions).annotate(
        left=Count("neighbours", filter=~Q(neighbours__choice=Neighbour.Choice.HIDE))
    )
    short = counted.filter(left__lt=SHOWN).values("pk")
    make_lists(list(IndexEntry.objects.filter(question__in=short)))


def refresh(question: Question) -> None:
    """Make the list of one question anew: its topics or causes have changed, or an editor asks for it."""
    make_lists(list(IndexEntry.objects.filter(question=question)))


@transaction.atomic
def make_lists(
    entries: Sequence[IndexEntry],
    *,
    both_ways: bool = False,
    nearest: dict[int, tuple[Any, Any]] | None = None,
) -> None:
    """Rank and store the neighbours of these entries; `both_ways` also offers each to the lists of its neighbours.

    `nearest` may give what `search.find` would look up: entry -> (numbers, cosines).
    """
    hits = {
        entry.object_id: search.find(
            "question",
            _query(entry),
            CANDIDATES,
            without=entry.pk,
            nearest=nearest.get(entry.pk) if nearest else None,
        )
        for entry in entries
    }
    known = _known({*hits, *(hit.object_id for found in hits.values() for hit in found)})
    hits = {number: [_supported(number, hit, known) for hit in found] for number, found in hits.items()}
    chosen = {number: _chosen(found, known) for number, found in hits.items()}
    described = describe.questions({*chosen, *(hit.object_id for found in chosen.values() for hit in found)})
    # What two texts share stands in the question's own text, so its terms are enough.
    idf = describe.rarity("question", *(described[number] for number in chosen if number in described))
    rows = [
        _row(number, hit, described, idf)
        for number, found in chosen.items()
        for hit in found
        if number in described and hit.object_id in described
    ]
    _replace(list(chosen), rows)
    if both_ways:
        for entry in entries:
            _offer(entry, hits[entry.object_id], known, described, idf)
    IndexEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(listed_at=timezone.now())


def _query(entry: IndexEntry) -> search.Query:
    """What is looked for with a stored question: all that it and its replies say."""
    return search.Query(
        entry.terms.split(), entry.vector, bytes(entry.sketch), answered=entry.reply_terms.split()
    )


def _known(numbers: Iterable[int]) -> dict[int, Known]:
    """The public ones among these questions: title, doctor of the first public reply, vector, causes.  Four queries."""
    titles = dict(Question.objects.public().filter(pk__in=list(numbers)).values_list("pk", "title"))
    doctors: dict[int, int] = {}
    replies = Reply.objects.public().filter(question__in=list(titles)).order_by("published_at", "pk")
    for question, doctor in replies.values_list("question_id", "doctor_id"):
        doctors.setdefault(question, doctor)
    entries = IndexEntry.objects.filter(question__in=list(titles))
    rows: dict[int, list[Any]] = {
        number: rest for number, *rest in entries.values_list("question_id", "vector", "sketch")
    }
    causes: dict[int, set[int]] = {}
    links = CauseLink.objects.public().filter(reply__question__in=list(titles), cause__isnull=False)
    for question, cause in links.values_list("reply__question_id", "cause_id"):
        causes.setdefault(question, set()).add(cause)
    return {
        number: Known(
            title=title,
            doctor=doctors.get(number, 0),
            vector=rows[number][0] if number in rows else None,
            sketch=rows[number][1] if number in rows else b"",
            causes=frozenset(causes.get(number, ())),
        )
        for number, title in titles.items()
    }


def _supported(number: int, hit: Hit, known: dict[int, Known]) -> Hit:
    """The hit, raised where doctors linked both questions to the same cause."""
    one, other = known.get(number), known.get(hit.object_id)
    if one is None or other is None or not one.causes & other.causes:
        return hit
    return replace(hit, score=min(hit.score + ranking.SAME_CAUSE, 1.0))


def _chosen(found: Iterable[Hit], known: dict[int, Known]) -> list[Hit]:
    """The public hits above the floor, near-duplicates folded, few of one doctor; best first."""
    candidates = [
        ranking.Hit(
            hit,
            hit.score,
            known[hit.object_id].doctor,
            known[hit.object_id].title,
            known[hit.object_id].vector,
        )
        for hit in found
        if hit.object_id in known and good_enough(hit, "question")
    ]
    return [picked.key for picked in ranking.diversify(candidates, STORED, per_doctor=PER_DOCTOR)]


def good_enough(hit: Hit, kind: str) -> bool:
    """Whether the hit is above the floor of its kind."""
    return ranking.passes(hit.score, hit.cosine, kind)


def _row(question: int, hit: Hit, described: dict[int, Described], idf: describe.Rarity) -> Neighbour:
    """One row of a list, with its reasons."""
    return Neighbour(
        question_id=question,
        other_id=hit.object_id,
        score=hit.score,
        cosine=hit.cosine,
        lexical=hit.words,
        reasons=describe.stored(described[question], described[hit.object_id], idf),
    )


def _replace(questions: list[int], rows: list[Neighbour]) -> None:
    """Store the lists of these questions in place of what the engine had found; editors' choices stay."""
    kept = {(row.question_id, row.other_id) for row in rows}
    found = Neighbour.objects.found().filter(question__in=questions)
    gone = [pk for pk, *pair in found.values_list("pk", "question_id", "other_id") if tuple(pair) not in kept]
    Neighbour.objects.filter(pk__in=gone).delete()
    _write(rows)


def _write(rows: list[Neighbour]) -> None:
    """Store rows; where there is one already, only what the engine knows of it changes."""
    Neighbour.objects.bulk_create(
        rows,
        batch_size=100,
        update_conflicts=True,
        unique_fields=["question", "other"],
        update_fields=["score", "cosine", "lexical", "reasons"],
    )


def _offer(
    entry: IndexEntry,
    hits: Iterable[Hit],
    known: dict[int, Known],
    described: dict[int, Described],
    idf: describe.Rarity,
) -> None:
    """Put a question into the lists of those it is similar to, where it beats the last or the list is not full.

    The cosine is the same both ways and the words' share nearly so; only the second stage is done again.
    """
    number = entry.object_id
    hits = [_turned(entry, hit, known) for hit in hits if hit.object_id in known]
    hits = [hit for hit in hits if good_enough(hit, "question")]
    twins = {hit.object_id for hit in hits if _same(entry, known[hit.object_id])}
    lists: dict[int, list[Neighbour]] = {hit.object_id: [] for hit in hits}
    rows = Neighbour.objects.found().filter(question__in=list(lists)).exclude(other=number)
    for row in rows.only("question_id", "other_id", "score").order_by("-score"):
        lists[row.question_id].append(row)
    wanted, dropped = [], []
    for hit in hits:
        listed = lists[hit.object_id]
        rivals = [row for row in listed if row.other_id in twins]
        if any((row.score or 0) >= hit.score for row in rivals):
            continue
        left = [row for row in listed if row not in rivals]
        if len(left) >= STORED and (left[-1].score or 0) >= hit.score:
            continue
        wanted.append(hit)
        dropped += [row.pk for row in (*rivals, *left[STORED - 1 :])]
    missing = {hit.object_id for hit in wanted} - described.keys()
    described = described | describe.questions(missing) if missing else described
    Neighbour.objects.filter(pk__in=dropped).delete()
    _write(
        [
            Neighbour(
                question_id=hit.object_id,
                other_id=number,
                score=hit.score,
                cosine=hit.cosine,
                lexical=hit.words,
                reasons=describe.stored(described[hit.object_id], described[number], idf),
            )
            for hit in wanted
        ]
    )


def _turned(entry: IndexEntry, hit: Hit, known: dict[int, Known]) -> Hit:
    """The hit as the other question would score this one."""
    other = known[hit.object_id]
    if hit.cosine is None or not entry.sketch or not other.sketch:
        return hit
    aligned = late.align(bytes(other.sketch), [bytes(entry.sketch)])
    score = ranking.combine([hit.cosine], aligned, [hit.words], share=hit.share)
    return _supported(entry.object_id, replace(hit, score=float(score[0])), known)


def _same(entry: IndexEntry, other: Known) -> bool:
    """Whether the other question says the same as this one."""
    if entry.vector is None or other.vector is None:
        return False
    return float(np.dot(entry.vector, other.vector)) >= ranking.DUPLICATE_COSINE
