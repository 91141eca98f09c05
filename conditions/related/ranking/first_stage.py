"""One search for everything: by meaning and by word, over questions, causes and pages.

It proposes; whoever shows the results asks `public()` what may be shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from conditions.models import IndexEntry
from conditions.related.backends import backend, keyword_index
from conditions.related.backends.base import Ids, Nearest, Scores, Vector
from conditions.related.encoder import pooling
from conditions.related.encoder.encoder import MAX_TOKENS, get_encoder
from conditions.related.ranking import late_interaction, scoring, term_overlap
from conditions.related.text.prepare import encode_text, index_text

NEAREST = 100
"""Least number of nearest vectors that are ranked with the words' matches."""

TOLD = 64
"""Word pieces read of a message that somebody is writing: as good as more (docs/RELATED.md), and a third faster."""

SPARE = 5
"""Entries ranked beyond those that are asked for: some may be gone from the database."""


@dataclass(frozen=True)
class Query:
    """What is looked for: a unit vector (None when the encoder is missing or does not know the script), and terms.

    `answered` are the terms of its replies, when it has some: they count for the words in common.
    """

    terms: list[str]
    vector: Vector | None = None
    sketch: bytes = b""
    answered: list[str] = field(default_factory=list)

    @property
    def told(self) -> list[str]:
        """All terms: its own and its replies'."""
        return [*self.terms, *self.answered]


@dataclass(frozen=True)
class Hit:
    """One entry found; `words`, 0 to 1, are BM25 (of `candidates`) or the words in common; no `cosine`: no vector.

    `share` is the weight that the words in common had.
    """

    object_id: int
    score: float
    cosine: float | None
    words: float
    entry: int = field(default=0, compare=False)
    share: float = field(default=0.0, compare=False)

    def passes(self, kind: str, *, more: float = 0.0) -> bool:
        """Whether the hit, a candidate of this kind, is above its floor, and so much `more`."""
        return scoring.passes(self.score, self.cosine, kind, more=more)


@dataclass(frozen=True)
class _Found:
    """What the first stage chose, best first: entry numbers, cosines (NaN without a vector), BM25; shape (n,) each.

    `frequency` tells how many entries have each of the query's terms.
    """

    entries: Ids
    cosine: Scores
    words: Scores
    frequency: dict[str, int]


def asked(title: str, body: str = "") -> Query:
    """What the engine looks for when somebody writes this.  Costs one run of the encoder on one or two texts."""
    text = encode_text(title, body)
    encoder = get_encoder()
    terms = index_text(title, body).split()
    if encoder is None or not encoder.understands(text):
        return Query(terms)
    vectors, sketches = pooling.encode(
        encoder, [text], [encode_text(title)], pieces=TOLD if body else MAX_TOKENS
    )
    return Query(terms, vectors[0], sketches[0])


def search(kind: str, text: str, limit: int = 10) -> list[Hit]:
    """The best `limit` questions, causes or pages for a text, best first, without a floor."""
    return find(kind, asked(text), limit)


def candidates(
    kind: str, query: Query, limit: int, *, among: Sequence[int] | None = None, replies: bool = False
) -> list[Hit]:
    """What the first stage finds, best first: for whoever ranks with measures of its own.

    `among` (keys, or a queryset of them) are the only ones that count.  With `replies`, words of a question's
    public replies count as matches too.
    """
    found = _first_stage(kind, query, limit, keyword_index.BUDGET, among=among, replies=replies)
    rows = IndexEntry.objects.filter(pk__in=found.entries.tolist())
    objects = dict(rows.values_list("pk", f"{kind}_id"))
    order = [at for at, number in enumerate(found.entries.tolist()) if number in objects][:limit]
    scores = scoring.first(found.cosine, found.words)
    return [_hit(found, at, objects[int(found.entries[at])], scores[at], found.words[at]) for at in order]


def find(
    kind: str,
    query: Query,
    limit: int = 10,
    *,
    without: int | None = None,
    nearest: Nearest | None = None,
) -> list[Hit]:
    """As `search`, for a query that is already encoded; `without` is an entry number to leave out.

    `nearest`, when the caller has looked them up already, are entry numbers and their cosines.
    """
    wanted = max(scoring.SECOND_STAGE, limit)
    found = _first_stage(kind, query, wanted, keyword_index.LIST_BUDGET, without=without, nearest=nearest)
    rows = IndexEntry.objects.filter(pk__in=found.entries.tolist())
    fields = ("pk", f"{kind}_id", "sketch", "terms", "reply_terms")
    stored = {pk: rest for pk, *rest in rows.values_list(*fields)}
    order = np.array([at for at, number in enumerate(found.entries) if int(number) in stored], dtype=np.int64)
    read = [stored[int(number)] for number in found.entries[order]]
    terms = [f"{words} {answer}".split() for _object, _sketch, words, answer in read]
    share = scoring.reach(len(set(query.told)), [len(set(each)) for each in terms], kind)
    telling = term_overlap.telling(query.told, keyword_index.rarity(kind, found.frequency))
    common = np.array([term_overlap.overlap(telling, each) for each in terms], dtype=np.float32)
    aligned = late_interaction.maxsim(
        query.sketch, [sketch for _object, sketch, *_ in read], scoring.WEIGHTS[kind].forward
    )
    score = scoring.combine(found.cosine[order], aligned, common, share=share, kind=kind)
    best = np.argsort(-score, kind="stable")[:limit]
    return [_hit(found, order[at], read[at][0], score[at], common[at], share) for at in best]


def _first_stage(
    kind: str,
    query: Query,
    limit: int,
    budget: int,
    *,
    among: Sequence[int] | None = None,
    replies: bool = False,
    without: int | None = None,
    nearest: Nearest | None = None,
) -> _Found:
    """What is near in meaning or shares rare words, the best `limit` and some to spare."""
    allowed = None if among is None else _entry_numbers(kind, among)
    frequency = keyword_index.document_frequency(kind, query.told) if query.told else {}
    ids, words = keyword_index.matches(kind, query.terms, frequency, budget)
    if replies:
        ids, words = _joined(ids, words, *_in_replies(query))
    ids, words = _kept(ids, words, allowed, without)
    encoder = get_encoder() if query.vector is not None else None
    if encoder is None or query.vector is None:
        cosine = np.full(len(ids), np.nan, dtype=np.float32)
        found = ids
    else:
        count = max(NEAREST, 3 * limit)
        found, cosine = backend().nearest(kind, encoder, query.vector, count, ids, allowed, nearest)
        if without is not None:
            cosine, found = cosine[found != without], found[found != without]
    word = _aligned(found, ids, words)
    order = np.argsort(-scoring.first(cosine, word), kind="stable")[: limit + SPARE]
    return _Found(found[order], cosine[order], word[order], frequency)


def _entry_numbers(kind: str, objects: Sequence[int]) -> Ids:
    """The entry numbers of these questions, causes or pages, by their keys (a list or a queryset)."""
    rows = IndexEntry.objects.filter(kind=kind, **{f"{kind}__in": objects}).values_list("pk", flat=True)
    return np.fromiter(rows.iterator(), dtype=np.int64)


def _hit(found: _Found, at: int, object_id: int, score: float, words: float, share: float = 0.0) -> Hit:
    """One row of what was found."""
    cosine = float(found.cosine[at])
    return Hit(
        object_id=object_id,
        score=float(score),
        cosine=None if cosine != cosine else cosine,
        words=float(words),
        entry=int(found.entries[at]),
        share=share,
    )


def _in_replies(query: Query) -> tuple[Ids, Scores]:
    """Questions whose replies have the query's terms."""
    frequency = keyword_index.document_frequency("reply", query.terms) if query.terms else {}
    return keyword_index.matches("reply", query.terms, frequency)


def _joined(ids: Ids, words: Scores, more: Ids, others: Scores) -> tuple[Ids, Scores]:
    """Two lists of matches as one; an entry in both keeps the better score."""
    every = np.union1d(ids, more)
    return every, np.maximum(_aligned(every, ids, words), _aligned(every, more, others))


def _kept(ids: Ids, words: Scores, allowed: Ids | None, without: int | None) -> tuple[Ids, Scores]:
    """The matches that count, the best of them scaled to 1 again."""
    keep = np.ones(len(ids), dtype=bool) if allowed is None else np.isin(ids, allowed)
    if without is not None:
        keep &= ids != without
    ids, words = ids[keep], words[keep]
    best = float(words.max(initial=0.0))
    return ids, words / best if best > 0 else words


def _aligned(wanted: Ids, ids: Ids, values: Scores) -> Scores:
    """The value of each wanted number, 0 where it has none; shape (len(wanted),)."""
    out = np.zeros(len(wanted), dtype=np.float32)
    if ids.size:
        order = np.argsort(ids)
        at = np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)
        place = order[at]
        same = ids[place] == wanted
        out[same] = values[place[same]]
    return out
