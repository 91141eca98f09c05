"""How well causes fit what somebody tells: by meaning, and by the signs that the page of a cause names.

Patients tell signs and doctors names: whoever says the name of a cause, or nearly, lifts it, and nobody loses who does
not (docs/RELATED.md, "Causes").
"""

from typing import NamedTuple

import numpy as np

from conditions.related.backends import backend, keyword_index
from conditions.related.backends.base import TABLE, Scores
from conditions.related.calibration import Calibration
from conditions.related.encoder.encoder import calibration_in_use, get_encoder
from conditions.related.ranking import late_interaction, scoring
from conditions.related.ranking.facets import is_for_others
from conditions.related.ranking.first_stage import NEAREST, SPARE, aligned
from conditions.related.ranking.query import Hit, Query
from conditions.related.text.facets import read
from consult.common import statements

COMPARED = 80
"""Candidates whose names are looked for in the text."""


def find_causes(query: Query, limit: int) -> list[Hit]:
    """The best `limit` causes for what is told, best first, without a floor.  A fixed number of queries."""
    terms = query.terms
    frequency = keyword_index.document_frequency("signs", terms) if terms else {}
    ids, weighed = keyword_index.weighed_matches("signs", terms, frequency)
    encoder = get_encoder() if query.vector is not None else None
    if encoder is None or query.vector is None:
        found, cosine = ids, np.full(len(ids), np.nan, dtype=np.float32)
    else:
        found, cosine = backend().nearest("cause", encoder, query.vector, NEAREST, ids)
    words = aligned(found, ids, weighed)
    calibration = calibration_in_use()
    score = scoring.cause_score(cosine, words, calibration)
    order = np.argsort(-score, kind="stable")[: max(COMPARED, limit) + SPARE]
    stored = _stored(found[order].tolist())
    order = np.array([at for at in order if int(found[at]) in stored], dtype=np.int64)
    rows = [stored[int(found[at])] for at in order]
    named = _named(query, [row.sketch for row in rows], cosine[order], calibration)
    hits = [
        Hit(
            object_id=row.object_id,
            score=float(score[at] + name) - _lost(query, row, calibration),
            cosine=None if np.isnan(cosine[at]) else float(cosine[at]),
            words=float(words[at]),
            entry=int(found[at]),
        )
        for at, row, name in zip(order, rows, named, strict=True)
    ]
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


class _Row(NamedTuple):
    """The key of a cause, the sketch of its names, and whom it is for."""

    object_id: int
    sketch: bytes
    facets: str


def _stored(entries: list[int]) -> dict[int, _Row]:
    """What is stored of each cause, by its entry.  One query, none without entries."""
    if not entries:
        return {}
    rows = statements.rows(
        f"SELECT id, cause_id, sketch, facets FROM {TABLE} WHERE {statements.among('id')}",  # noqa: S608
        entries,
    )
    return {number: _Row(key or 0, bytes(sketch), about) for number, key, sketch, about in rows}


def _lost(query: Query, row: _Row, calibration: Calibration) -> float:
    """What a cause loses that is for others than the one who asks."""
    if calibration.stages is None or not row.facets:
        return 0.0
    is_lost = is_for_others(query.facets, query.terms, read(row.facets))
    return calibration.stages.for_others if is_lost else 0.0


def _named(query: Query, sketches: list[bytes], cosine: Scores, calibration: Calibration) -> Scores:
    """What each cause gains when the text says its name, or nearly: nothing is lost by not saying it."""
    if calibration.stages is None or query.vector is None or not sketches:
        return np.zeros(len(sketches), dtype=np.float32)
    closest = late_interaction.maxsim(query.token_sketch, sketches, calibration.stages, 0.0)
    return scoring.name_score(cosine, closest, calibration.stages)
