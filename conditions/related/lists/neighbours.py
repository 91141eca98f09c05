"""The stored lists of similar questions: made when a question is published, kept right when others come and go.

Who writes lists locks them first (`locks`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from conditions.models import IndexEntry, Neighbour
from conditions.related.backends import keyword_index
from conditions.related.backends.base import Nearest
from conditions.related.calibration import Calibration
from conditions.related.encoder.encoder import Progress, calibration_in_use, silent
from conditions.related.lists import locks
from conditions.related.lists.candidates import STORED, chosen, read_candidates, supported
from conditions.related.lists.items import SHOWN
from conditions.related.ranking import facets, late_interaction, scoring
from conditions.related.ranking.diversity import Candidate, says_the_same
from conditions.related.ranking.query import Hit, Query
from conditions.related.ranking.second_stage import COMPARED, find
from conditions.related.reasons import facts
from conditions.related.text.facets import read
from consult.models import Question

REMADE = 40
"""Lists made anew at once when a question that stands in them is edited, 15 ms each; more wait for rebuild_related."""


def lists_with(question: int) -> list[int]:
    """The questions in whose lists this one (by key) stands."""
    return list(Neighbour.objects.filter(other=question).values_list("question_id", flat=True))


@transaction.atomic(savepoint=False)
def make_lists(
    entries: Sequence[IndexEntry],
    *,
    nearest: Mapping[int, Nearest] | None = None,
    progress: Progress = silent,
) -> list[IndexEntry]:
    """Rank and store the neighbours of these entries; return those that have not changed since they were read.

    Of the others whoever changed them makes the lists.  `nearest` may give what `find` would look up: entry ->
    (numbers, cosines).
    """
    locks.lock_lists(entry.object_id for entry in entries)
    entries = _unchanged(entries)
    make_locked(entries, nearest=nearest, progress=progress)
    return entries


@keyword_index.counted_once("question", "reply")
def make_locked(
    entries: Sequence[IndexEntry],
    *,
    nearest: Mapping[int, Nearest] | None = None,
    progress: Progress = silent,
) -> None:
    """The same for who holds the locks of these lists (`locks`) and has read the entries since."""
    hits = {}
    for done, entry in enumerate(entries, start=1):
        near = nearest.get(entry.pk) if nearest else None
        hits[entry.object_id] = find("question", query_of(entry), COMPARED, without=entry.pk, nearest=near)
        progress(done / (len(entries) + 1))  # what follows takes little time
    calibration = calibration_in_use()
    known = read_candidates({*hits, *(hit.object_id for found in hits.values() for hit in found)})
    lists = {
        number: chosen([supported(number, hit, known, calibration) for hit in found], known, calibration)
        for number, found in hits.items()
    }
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


@transaction.atomic
@keyword_index.counted_once("question", "reply")
def join_lists(question: int, *, most: int | None = None) -> None:
    """Bring the lists of others in step with a question (by key) whose own list is made, and mark it as listed.

    Nothing when that is done already.  Of the lists that held what it was before, at most `most` (None: all) are made
    anew now, the others by rebuild_related.
    """
    entry = IndexEntry.objects.filter(question=question, listed_at__isnull=True).first()
    if entry is None:
        return
    found = find("question", query_of(entry), COMPARED, without=entry.pk)
    known = read_candidates({question, *(hit.object_id for hit in found)})
    locks.lock_lists({*known, *lists_with(question)})
    same = IndexEntry.objects.filter(pk=entry.pk, digest=entry.digest, listed_at__isnull=True)
    if not same.exists():
        return  # somebody did it while we waited, or changed the question and comes after us
    before, calibration = set(lists_with(question)), calibration_in_use()
    if calibration.stages is None:  # ranks of one list say nothing in another
        left = sorted((before | known.keys()) - {question})
    else:
        left = sorted(before - _offer(entry, found, known, calibration))
    if now := left[:most]:
        make_lists(list(IndexEntry.objects.filter(question__in=now)))
    _put_off(question, left[len(now) :])
    mark_listed([entry])


def mark_listed(entries: Sequence[IndexEntry]) -> None:
    """Note that the lists of these entries, and what the lists of others say of them, are in step."""
    IndexEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(listed_at=timezone.now())


def take_back_reasons(question: int) -> None:
    """Say in no list what a question (by key) had in common with others: its text has changed."""
    Neighbour.objects.filter(other=question).update(reasons=[])


def leave_lists(question: int) -> list[int]:
    """Take a question (by key) out of every list; what editors pinned or hid waits for its return.

    Returns the questions whose lists have become too short to fill the page; they are marked as not listed.
    """
    others = lists_with(question)
    locks.lock_lists({question, *others})
    Neighbour.objects.found().filter(Q(question=question) | Q(other=question)).delete()
    seen = ~Q(neighbours__choice=Neighbour.Choice.HIDE) & ~Q(neighbours__other=question)
    counted = Question.objects.filter(pk__in=others).annotate(left=Count("neighbours", filter=seen))
    short = list(counted.filter(left__lt=SHOWN).values_list("pk", flat=True))
    IndexEntry.objects.filter(question__in=short).update(listed_at=None)
    return short


def refill(questions: Sequence[int]) -> None:
    """Make those of these lists anew that are still marked as not listed."""
    for entry in IndexEntry.objects.filter(question__in=questions, listed_at__isnull=True):
        make_lists([entry])
        join_lists(entry.object_id)


def _unchanged(entries: Sequence[IndexEntry]) -> list[IndexEntry]:
    """Those of these entries that are still stored as they were read."""
    stored = IndexEntry.objects.filter(pk__in=[entry.pk for entry in entries])
    standing = set(stored.values_list("pk", "digest"))
    return [entry for entry in entries if (entry.pk, entry.digest) in standing]


def query_of(entry: IndexEntry) -> Query:
    """What is looked for with a stored question: all that it and its replies say."""
    return Query(
        entry.terms.split(),
        entry.vector,
        bytes(entry.sketch),
        answered=entry.reply_terms.split(),
        facets=read(entry.facets),
    )


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
    Neighbour.objects.bulk_create(
        rows,
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
    entry: IndexEntry, found: Iterable[Hit], known: Mapping[int, Candidate], calibration: Calibration
) -> set[int]:
    """Put a question into the lists of those it is similar to, where it beats the last or the list is not full.

    Returns the questions whose lists it has joined.  The cosine is the same both ways and the words' share nearly so;
    only the second stage is done again.
    """
    number = entry.object_id
    hits = [_turned(entry, hit, known, calibration) for hit in found if hit.object_id in known]
    hits = [hit for hit in hits if hit.is_above_floor("question", calibration)]
    twins = {
        hit.object_id for hit in hits if says_the_same(known[hit.object_id].vector, entry.vector, calibration)
    }
    lists: dict[int, list[Any]] = {hit.object_id: [] for hit in hits}
    rows = Neighbour.objects.found().filter(question__in=list(lists)).exclude(other=number)
    # As plain rows: there are a dozen for each, and most stay as they are.
    for row in rows.order_by("-score").values_list("pk", "question_id", "other_id", "score", named=True):
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
    told = facts.questions({number, *joined})
    idf = facts.rarity("question", told[number])
    if joined:
        told[number].read_names()
    _write(
        [
            _row(hit.object_id, number, hit, facts.stored(told[hit.object_id], told[number], idf))
            for hit in wanted
        ]
    )
    return joined


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
    lost = facets.lost(read(entry.facets), [read(hit.facets)], stages.apart)
    return supported(entry.object_id, replace(hit, score=float(score[0] - lost[0])), known, calibration)
