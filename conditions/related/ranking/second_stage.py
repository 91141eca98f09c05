"""Both stages: the best of the first are compared word by word and by the words in common."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from conditions.related.backends import keyword_index
from conditions.related.backends.base import TABLE, Ids, Nearest, Scores
from conditions.related.encoder.encoder import calibration_in_use
from conditions.related.ranking import facets, late_interaction, scoring, term_overlap
from conditions.related.ranking.first_stage import Found, first_stage
from conditions.related.ranking.query import Hit, Query, asked
from conditions.related.text.facets import read
from consult.common import statements

COMPARED = 30
"""Candidates of the first stage that are compared."""


@dataclass(frozen=True)
class _Stored:
    """What the index holds of one candidate."""

    object_id: int
    token_sketch: bytes
    terms: list[str]
    facets: str


def search(kind: str, text: str, limit: int = 10) -> list[Hit]:
    """The best `limit` questions, causes or pages for a text, best first, without a floor."""
    return find(kind, asked(text), limit)


def find(
    kind: str,
    query: Query,
    limit: int = 10,
    *,
    without: int | None = None,
    nearest: Nearest | None = None,
) -> list[Hit]:
    """As `search`, for a query that is already encoded; `without` and `nearest` as in `first_stage`."""
    wanted = max(COMPARED, limit)
    found = first_stage(kind, query, wanted, keyword_index.LIST_BUDGET, without=without, nearest=nearest)
    stored = _read(kind, found)
    order = np.array([at for at, number in enumerate(found.entries) if int(number) in stored], dtype=np.int64)
    rows = [stored[int(number)] for number in found.entries[order]]
    telling = term_overlap.telling(query.told, keyword_index.rarity(kind, found.frequency))
    common = np.array([term_overlap.overlap(telling, row.terms) for row in rows], dtype=np.float32)
    score, weight = _scores(kind, query, found, order, rows, common)
    best = np.argsort(-score, kind="stable")[:limit]
    return [
        replace(
            found.hit(order[at], rows[at].object_id, score[at], common[at], weight), facets=rows[at].facets
        )
        for at in best
    ]


def _read(kind: str, found: Found) -> dict[int, _Stored]:
    """What the index holds of these entries, by their numbers.  One query."""
    rows = statements.rows(
        f"SELECT id, {kind}_id, sketch, terms, reply_terms, facets FROM {TABLE} WHERE {statements.among('id')}",  # noqa: S608
        found.entries.tolist(),
    )
    return {
        number: _Stored(object_id, sketch, f"{terms} {reply_terms}".split(), about)
        for number, object_id, sketch, terms, reply_terms, about in rows
    }


def _scores(
    kind: str, query: Query, found: Found, order: Ids, rows: Sequence[_Stored], common: Scores
) -> tuple[Scores, float]:
    """The score of each row, and what the words in common count for in it.

    Of an encoder that is not calibrated the order of the first stage stays; a query that has no vector goes by words.
    """
    stages = calibration_in_use().stages
    if stages is None:
        return common if query.vector is None else found.score[order], 0.0
    told = len(set(query.told))
    weight = scoring.overlap_weight(told, [len(set(row.terms)) for row in rows], kind, stages)
    sketches = [row.token_sketch for row in rows]
    closest = late_interaction.maxsim(query.token_sketch, sketches, stages, stages.weights[kind].forward)
    score = scoring.second_stage_score(
        found.cosine[order], closest, common, weight=weight, kind=kind, stages=stages
    )
    lost = facets.lost(query.facets, [read(row.facets) for row in rows], stages.apart)
    return np.where(np.isnan(found.cosine[order]), score, score - lost), weight
