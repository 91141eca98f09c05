"""The stored lists of similar questions: made when a question is published, kept right when others come and go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from conditions.models import IndexEntry, Neighbour
from conditions.related.backends.base import Nearest
from conditions.related.calibration import Calibration
from conditions.related.encoder.encoder import calibration_in_use
from conditions.related.lists.candidates import STORED, chosen, read_candidates, supported
from conditions.related.lists.items import SHOWN
from conditions.related.ranking import late_interaction, scoring
from conditions.related.ranking.diversity import Candidate, says_the_same
from conditions.related.ranking.query import Hit, Query
from conditions.related.ranking.second_stage import CANDIDATES, find
from conditions.related.reasons import facts
from conditions.related.reasons.explain import Described
from consult.models import Question

REMADE = 40
"""Lists made anew at once when a question that stands in them is edited, 15 ms each; more wait for rebuild_related."""


def lists_with(question: int) -> list[int]:
    """The questions in whose lists this one (by key) stands."""
    return list(Neighbour.objects.filter(other=question).values_list("question_id", flat=True))


def refill(questions: Sequence[int]) -> None:
    """Make those of these lists anew that have become too short to fill the page."""
    counted = Question.objects.filter(pk__in=questions).annotate(
        left=Count("neighbours", filter=~Q(neighbours__choice=Neighbour.Choice.HIDE))
    )
    short = counted.filter(left__lt=SHOWN).values("pk")
    make_lists(list(IndexEntry.objects.filter(question__in=short)))


@transaction.atomic
def make_lists(
    entries: Sequence[IndexEntry],
    *,
    both_ways: bool = False,
    most: int | None = None,
    nearest: Mapping[int, Nearest] | None = None,
) -> None:
    """Rank and store the neighbours of these entries; `both_ways` also brings the lists in step that each belongs in.

    Of lists that held an entry before, at most `most` (None: all) are made anew now, the others by rebuild_related.
    `nearest` may give what `find` would look up: entry -> (numbers, cosines).
    """
    hits = {
        entry.object_id: find(
            "question",
            query_of(entry),
            CANDIDATES,
            without=entry.pk,
            nearest=nearest.get(entry.pk) if nearest else None,
        )
        for entry in entries
    }
    calibration = calibration_in_use()
    known = read_candidates({*hits, *(hit.object_id for found in hits.values() for hit in found)})
    hits = {
        number: [supported(number, hit, known, calibration) for hit in found]
        for number, found in hits.items()
    }
    lists = {number: chosen(found, known, calibration) for number, found in hits.items()}
    described = facts.questions({*lists, *(hit.object_id for found in lists.values() for hit in found)})
    # What two texts share stands in the question's own text, so its terms are enough.
    idf = facts.rarity("question", *(described[number] for number in lists if number in described))
    rows = [
        _row(number, hit.object_id, hit, facts.stored(described[number], described[hit.object_id], idf))
        for number, found in lists.items()
        for hit in found
        if number in described and hit.object_id in described
    ]
    _replace(list(lists), rows)
    if both_ways:
        for entry in entries:
            left = _offer(entry, hits[entry.object_id], known, described)
            if now := left[:most]:
                make_lists(list(IndexEntry.objects.filter(question__in=now)))
            _put_off(entry.object_id, left[len(now) :])
    IndexEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(listed_at=timezone.now())


def query_of(entry: IndexEntry) -> Query:
    """What is looked for with a stored question: all that it and its replies say."""
    return Query(entry.terms.split(), entry.vector, bytes(entry.sketch), answered=entry.reply_terms.split())


def _row(question: int, other: int, hit: Hit, reasons: list[dict[str, Any]]) -> Neighbour:
    """One row of the list of `question`, as the hit found it."""
    return Neighbour(
        question_id=question,
        other_id=other,
        score=hit.score,
        cosine=hit.cosine,
        lexical=hit.words,
        reasons=reasons,
    )


def _replace(questions: list[int], rows: list[Neighbour]) -> None:
    """Store the lists of these questions in place of what the engine had found; editors' choices stay."""
    kept = {(row.question_id, row.other_id) for row in rows}
    standing = Neighbour.objects.filter(question__in=questions)
    gone: list[Neighbour] = []
    decided: list[Neighbour] = []
    for row in standing.only("question_id", "other_id", "choice"):
        if (row.question_id, row.other_id) not in kept:
            (decided if row.choice else gone).append(row)
    Neighbour.objects.filter(pk__in=[row.pk for row in gone]).delete()
    _write(rows)
    _explain(decided)


def _explain(rows: Sequence[Neighbour]) -> None:
    """Write the reasons of rows that only an editor's choice keeps anew: either text may have changed."""
    if not rows:
        return
    described = facts.questions({number for row in rows for number in (row.question_id, row.other_id)})
    idf = facts.rarity("question", *described.values())
    for row in rows:
        row.reasons = facts.stored(described[row.question_id], described[row.other_id], idf)
    Neighbour.objects.bulk_update(rows, ["reasons"], batch_size=100)


def _write(rows: Sequence[Neighbour]) -> None:
    """Store rows; where there is one already, only what the engine knows of it changes."""
    # In one order, so that two who publish at once never wait for each other.
    Neighbour.objects.bulk_create(
        sorted(rows, key=lambda row: (row.question_id, row.other_id)),
        batch_size=100,
        update_conflicts=True,
        unique_fields=["question", "other"],
        update_fields=["score", "cosine", "lexical", "reasons"],
    )


def _put_off(other: int, questions: Sequence[int]) -> None:
    """Leave these lists, which hold what `other` was before, to rebuild_related; what they say of it goes at once."""
    if not questions:
        return
    rows = Neighbour.objects.filter(question__in=questions, other=other)
    rows.found().delete()
    _explain(list(rows.decided()))
    IndexEntry.objects.filter(question__in=questions).update(listed_at=None)


def _offer(
    entry: IndexEntry, hits: Iterable[Hit], known: Mapping[int, Candidate], described: Mapping[int, Described]
) -> list[int]:
    """Put a question into the lists of those it is similar to, where it beats the last or the list is not full.

    Returns the questions whose lists still hold what it was before.  The cosine is the same both ways and the words'
    share nearly so; only the second stage is done again.
    """
    number = entry.object_id
    before = set(lists_with(number))
    calibration = calibration_in_use()
    hits = [_turned(entry, hit, known, calibration) for hit in hits if hit.object_id in known]
    hits = [hit for hit in hits if hit.is_above_floor("question", calibration)]
    twins = {
        hit.object_id for hit in hits if says_the_same(known[hit.object_id].vector, entry.vector, calibration)
    }
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
    Neighbour.objects.filter(pk__in=dropped).delete()
    joined = {hit.object_id for hit in wanted}
    told = {**described, **facts.questions(joined - described.keys())}
    idf = facts.rarity("question", told[number])
    _write(
        [
            _row(hit.object_id, number, hit, facts.stored(told[hit.object_id], told[number], idf))
            for hit in wanted
        ]
    )
    return sorted(before - joined)


def _turned(entry: IndexEntry, hit: Hit, known: Mapping[int, Candidate], calibration: Calibration) -> Hit:
    """The hit as the other question would score this one."""
    other = known[hit.object_id]
    stages = calibration.stages
    if stages is None or hit.cosine is None or not entry.sketch or not other.token_sketch:
        return hit
    closest = late_interaction.maxsim(other.token_sketch, [bytes(entry.sketch)], stages)
    score = scoring.second_stage_score(
        [hit.cosine], closest, [hit.words], weight=hit.overlap_weight, kind="question", stages=stages
    )
    return supported(entry.object_id, replace(hit, score=float(score[0])), known, calibration)
