"""One search for everything: by meaning and by word, over questions, causes and pages.

It proposes; whoever shows the results asks `public()` what may be shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from conditions.models import IndexEntry
from conditions.related import fts, headed, late, lexical, ranking
from conditions.related.encoder import get_encoder
from conditions.related.near import Nearest, entry_numbers, near
from conditions.related.text import encode_text, index_text

NEAREST = 100
"""Least number of nearest vectors that are ranked with the words' matches."""

SPARE = 5
"""Entries ranked beyond those that are asked for: some may be gone from the database."""

UNREAD = 200
"""Entries without a vector whose words are read to see how much of the question they cover."""


@dataclass(frozen=True)
class Query:
    """What is looked for: a unit vector (None when the encoder is missing or does not know the script), and terms."""

    terms: list[str]
    vector: NDArray[np.float32] | None = None
    sketch: bytes = b""
    whole: "Query | None" = None

    def for_kind(self, kind: str) -> "Query":
        """What is compared with entries of this kind: questions weigh the title, causes and pages the whole text."""
        return self if kind == "question" or self.whole is None else self.whole


@dataclass(frozen=True)
class Hit:
    """One entry found; `lexical` is 0 to 1, 1 for the best match of words; `cosine` is None without a vector."""

    object_id: int
    score: float
    cosine: float | None
    lexical: float
    entry: int = field(default=0, compare=False)


def asked(title: str, body: str = "") -> Query:
    """What the engine looks for when somebody writes this.  Costs one run of the encoder on one or two texts."""
    text = encode_text(title, body)
    encoder = get_encoder()
    terms = index_text(title, body).split()
    if encoder is None or not encoder.understands(text):
        return Query(terms)
    (rows, sketches), whole = headed.encode(encoder, [text], [encode_text(title)])
    return Query(terms, rows[0], sketches[0], Query(terms, whole[0][0], whole[1][0]))


def search(
    kind: str, text: str, limit: int = 10, *, among: Sequence[int] | None = None, replies: bool = False
) -> list[Hit]:
    """The best `limit` questions, causes or pages for a text, best first, without a floor.

    `among` (keys, or a queryset of them) are the only ones that count.  With `replies`, words of a question's
    public replies count as matches too.
    """
    return find(kind, asked(text), limit, among=among, replies=replies)


def find(
    kind: str,
    query: Query,
    limit: int = 10,
    *,
    among: Sequence[int] | None = None,
    replies: bool = False,
    without: int | None = None,
    nearest: Nearest | None = None,
    budget: int = lexical.BUDGET,
) -> list[Hit]:
    """As `search`, for a query that is already encoded; `without` is an entry number to leave out.

    `nearest`, when the caller has looked them up already, are entry numbers and their cosines.
    """
    query = query.for_kind(kind)
    allowed = None if among is None else entry_numbers(kind, among)
    frequency = lexical.document_frequency(kind, query.terms) if query.terms else {}
    ids, words = lexical.matches(kind, query.terms, frequency, budget)
    if replies:
        ids, words = _joined(ids, words, *_in_replies(query))
    ids, words = _kept(ids, words, allowed, without)
    encoder = get_encoder() if query.vector is not None else None
    if encoder is None or query.vector is None:
        cosine = np.full(len(ids), np.nan, dtype=np.float32)
        found = ids
    else:
        count = max(NEAREST, 3 * limit)
        found, cosine = near(kind, encoder, query.vector, count, ids, allowed, nearest)
        if without is not None:
            cosine, found = cosine[found != without], found[found != without]
    word = _aligned(found, ids, words)
    unread = np.flatnonzero(np.isnan(cosine))
    covered = np.zeros(len(found), dtype=np.float32)
    if unread.size:
        unread = unread[np.argsort(-word[unread], kind="stable")][:UNREAD]
        covered[unread] = _coverage(kind, query.terms, frequency, found[unread])
    score = ranking.combine(cosine, word, covered, kind=kind)
    order = np.argsort(-score, kind="stable")[: max(ranking.SECOND_STAGE, limit) + SPARE]
    rows = IndexEntry.objects.filter(pk__in=found[order].tolist())
    stored = {pk: rest for pk, *rest in rows.values_list("pk", f"{kind}_id", "sketch")}
    order = np.array([at for at in order if int(found[at]) in stored], dtype=np.int64)
    if query.sketch and ranking.WEIGHTS[kind].alignment:
        aligned = late.align(
            query.sketch,
            [stored[int(number)][1] for number in found[order]],
            ranking.WEIGHTS[kind].forward,
        )
        score[order] = ranking.combine(
            cosine[order], word[order], covered[order], alignment=aligned, kind=kind
        )
        order = order[np.argsort(-score[order], kind="stable")]
    return [
        Hit(
            object_id=stored[int(found[at])][0],
            score=float(score[at]),
            cosine=None if np.isnan(cosine[at]) else float(cosine[at]),
            lexical=float(word[at]),
            entry=int(found[at]),
        )
        for at in order[:limit]
    ]


def _in_replies(query: Query) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Questions whose replies have the query's terms."""
    frequency = lexical.document_frequency("reply", query.terms) if query.terms else {}
    return lexical.matches("reply", query.terms, frequency)


def _joined(
    ids: NDArray[np.int64], words: NDArray[np.float32], more: NDArray[np.int64], others: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Two lists of matches as one; an entry in both keeps the better score."""
    every = np.union1d(ids, more)
    return every, np.maximum(_aligned(every, ids, words), _aligned(every, more, others))


def _kept(
    ids: NDArray[np.int64], words: NDArray[np.float32], allowed: NDArray[np.int64] | None, without: int | None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The matches that count, the best of them scaled to 1 again."""
    keep = np.ones(len(ids), dtype=bool) if allowed is None else np.isin(ids, allowed)
    if without is not None:
        keep &= ids != without
    ids, words = ids[keep], words[keep]
    best = float(words.max(initial=0.0))
    return ids, words / best if best > 0 else words


def _aligned(
    wanted: NDArray[np.int64], ids: NDArray[np.int64], values: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The value of each wanted number, 0 where it has none; shape (len(wanted),)."""
    out = np.zeros(len(wanted), dtype=np.float32)
    if ids.size:
        order = np.argsort(ids)
        at = np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)
        place = order[at]
        same = ids[place] == wanted
        out[same] = values[place[same]]
    return out


def _coverage(
    kind: str, terms: list[str], frequency: dict[str, int], entries: NDArray[np.int64]
) -> NDArray[np.float32]:
    """How much of the question's terms each of these entries has (ranking.coverage); shape (len(entries),)."""
    documents = lexical.documents(kind)
    rarity = {term: fts.idf(count, documents) for term, count in frequency.items()}
    texts = dict(IndexEntry.objects.filter(pk__in=entries.tolist()).values_list("pk", "terms"))
    return np.array(
        [ranking.coverage(terms, texts.get(number, "").split(), rarity) for number in entries.tolist()],
        dtype=np.float32,
    )
