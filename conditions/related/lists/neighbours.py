"""The stored lists of similar questions: made when a question is published, kept right when others come and go.

Who writes lists locks them first (`locks`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from conditions.models import IndexEntry, Neighbour
from conditions.related.backends import backend, keyword_index
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
from conditions.related.reasons.explain import Described
from conditions.related.text.facets import read
from consult.common import statements
from consult.models import Question

REMADE = 40
"""Lists made anew at once when a question that stands in them is edited, 15 ms each; more wait for rebuild_related."""


@dataclass(frozen=True)
class Looked:
    """What was found for an entry: the hits, those of them that are public, and what explains a likeness to it.

    `described` are the question itself and those of its list, when that was made.
    """

    entry: IndexEntry
    found: list[Hit]
    known: Mapping[int, Candidate]
    described: Mapping[int, Described] = field(default_factory=dict)
    idf: facts.Rarity | None = None


def lists_with(question: int) -> list[int]:
    """The questions in whose lists this one (by key) stands."""
    statement = f"SELECT question_id FROM {Neighbour._meta.db_table} WHERE other_id = %s"  # noqa: S608
    return [row[0] for row in statements.rows(statement, question)]


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
    held = locks.lock_lists(entry.object_id for entry in entries)
    entries = [entry for entry in entries if held.stands(entry)]
    backend().begin_look("question")
    make_locked(entries, held.rows, nearest=nearest, progress=progress)
    return entries


@keyword_index.counted_once("question", "reply")
def make_locked(
    entries: Sequence[IndexEntry],
    standing: Iterable[locks.Row],
    *,
    nearest: Mapping[int, Nearest] | None = None,
    progress: Progress = silent,
) -> list[Looked]:
    """The same for who holds these lists, the `standing` rows (`locks`), and has read or written the entries since.

    Returns what was found for each entry.
    """
    hits = {}
    for done, entry in enumerate(entries, start=1):
        near = nearest.get(entry.pk) if nearest else None
        hits[entry.object_id] = find("question", query_of(entry), COMPARED, without=entry.pk, nearest=near)
        progress(done / (len(entries) + 1))  # what follows takes little time
    calibration = calibration_in_use()
    numbers = {*hits, *(hit.object_id for found in hits.values() for hit in found)}
    linked = facts.linked_causes(numbers)
    known = read_candidates(numbers, linked)
    lists = {
        number: chosen([supported(number, hit, known, calibration) for hit in found], known, calibration)
        for number, found in hits.items()
    }
    described = facts.questions(
        {*lists, *(hit.object_id for found in lists.values() for hit in found)}, linked
    )
    # What two texts share stands in the question's own text, so its terms are enough.
    idf = facts.rarity("question", *(described[number] for number in lists if number in described))
    rows = [
        _row(number, hit.object_id, hit, facts.stored(described[number], described[hit.object_id], idf))
        for number, found in lists.items()
        for hit in found
        if number in described and hit.object_id in described
    ]
    _replace(set(lists), rows, standing)
    return [Looked(entry, hits[entry.object_id], known, described, idf) for entry in entries]


@transaction.atomic
@keyword_index.counted_once("question", "reply")
def join_lists(question: int, *, most: int | None = None, looked: Looked | None = None) -> None:
    """Bring the lists of others in step with a question (by key) whose own list is made, and mark it as listed.

    Nothing when that is done already.  `looked` is what was found for its own list: when nobody has written an entry
    since, it need not be looked for again.  Of the lists that held what the question was before, at most `most` (None:
    all) are made anew now, the others by rebuild_related.
    """
    seen = looked
    if looked is None or not backend().is_last_change("question", looked.entry.seq):
        seen = _look(question)
    if seen is None:
        return
    entry, calibration = seen.entry, calibration_in_use()
    held = locks.lock_lists({question, *seen.known, *lists_with(question)})
    if not held.waits(entry):
        return  # somebody did it while we waited, or changed the question and comes after us
    if looked and seen is not looked:
        make_lists([entry])  # who wrote at once may be new to our own list, or say something else there
    before = set(lists_with(question))
    if calibration.stages is None:  # ranks of one list say nothing in another
        left = sorted((before | seen.known.keys()) - {question})
    else:
        # What was taken down meanwhile has no entry any more.
        there = {number: each for number, each in seen.known.items() if number in held.entries}
        # What was edited while we waited is read anew.
        same = {number: each for number, each in seen.described.items() if held.says(number, each.digest)}
        left = sorted(before - _offer(replace(seen, known=there, described=same), held.rows, calibration))
    if now := left[:most]:
        make_lists(list(IndexEntry.objects.filter(question__in=now)))
    _put_off(question, left[len(now) :])
    mark_listed([entry])


def _look(question: int) -> Looked | None:
    """What is found for the entry of a question (by key) that is not listed; None when there is none."""
    entry = IndexEntry.objects.filter(question=question, listed_at__isnull=True).first()
    if entry is None:
        return None
    backend().begin_look("question")
    found = find("question", query_of(entry), COMPARED, without=entry.pk)
    return Looked(entry, found, read_candidates({question, *(hit.object_id for hit in found)}))


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


def _replace(questions: set[int], rows: list[Neighbour], standing: Iterable[locks.Row]) -> None:
    """Store the lists of these questions in place of what the engine had found; editors' choices stay."""
    kept = {(row.question_id, row.other_id) for row in rows}
    left = [row for row in standing if row.question in questions and (row.question, row.other) not in kept]
    Neighbour.objects.filter(pk__in=[row.pk for row in left if not row.choice]).delete()
    _write(rows)
    if decided := [row.pk for row in left if row.choice]:
        _explain(list(Neighbour.objects.filter(pk__in=decided)))


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


def _offer(looked: Looked, standing: Iterable[locks.Row], calibration: Calibration) -> set[int]:
    """Put a question into the lists of those it is similar to, where it beats the last or the list is not full.

    Returns the questions whose lists it has joined.  The cosine is the same both ways and the words' share nearly so;
    only the second stage is done again.
    """
    entry, known, number = looked.entry, looked.known, looked.entry.object_id
    hits = [_turned(entry, hit, known, calibration) for hit in looked.found if hit.object_id in known]
    hits = [hit for hit in hits if hit.is_above_floor("question", calibration)]
    twins = {
        hit.object_id for hit in hits if says_the_same(known[hit.object_id].vector, entry.vector, calibration)
    }
    lists: dict[int, list[locks.Row]] = {hit.object_id: [] for hit in hits}
    for row in sorted(standing, key=lambda row: -(row.score or 0)):
        if row.question in lists and row.other != number and not row.choice:
            lists[row.question].append(row)
    wanted, dropped = [], []
    for hit in hits:
        listed = lists[hit.object_id]
        rivals = [row for row in listed if row.other in twins]
        if any((row.score or 0) >= hit.score for row in rivals):
            continue
        left = [row for row in listed if row not in rivals]
        if len(left) >= STORED and (left[-1].score or 0) >= hit.score:
            continue
        wanted.append(hit)
        dropped += [row.pk for row in (*rivals, *left[STORED - 1 :])]
    Neighbour.objects.filter(pk__in=dropped).delete()
    joined = {hit.object_id for hit in wanted}
    if joined:
        _write(_told(looked, wanted))
    return joined


def _told(looked: Looked, wanted: Sequence[Hit]) -> list[Neighbour]:
    """The rows in which these hits, whose lists are held, tell of the question that was looked for."""
    number = looked.entry.object_id
    # Of those in its own list most are read already.
    missing = {number, *(hit.object_id for hit in wanted)} - looked.described.keys()
    described = {**looked.described, **(facts.questions(missing) if missing else {})}
    own = described[number]
    own.read_names()
    idf = looked.idf or facts.rarity("question", own)
    return [
        _row(hit.object_id, number, hit, facts.stored(described[hit.object_id], own, idf)) for hit in wanted
    ]


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
