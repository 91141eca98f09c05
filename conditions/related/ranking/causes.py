"""How well causes fit what somebody tells: by meaning, and by the signs that the page of a cause names.

Patients tell signs and doctors names: whoever says the name of a cause, or nearly, lifts it, and nobody loses who does
not (docs/RELATED.md, "Causes").
"""

import numpy as np

from conditions.related.backends import backend, keyword_index
from conditions.related.backends.base import TABLE, Scores
from conditions.related.calibration import Calibration
from conditions.related.encoder.encoder import calibration_in_use, get_encoder
from conditions.related.ranking import late_interaction, scoring
from conditions.related.ranking.first_stage import NEAREST, SPARE, aligned
from conditions.related.ranking.query import Hit, Query
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
    named = _named(query, [stored[int(found[at])][1] for at in order], cosine[order], calibration)
    hits = [
        Hit(
            object_id=stored[int(found[at])][0],
            score=float(score[at] + name),
            cosine=None if np.isnan(cosine[at]) else float(cosine[at]),
            words=float(words[at]),
            entry=int(found[at]),
        )
        for at, name in zip(order, named, strict=True)
    ]
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


def _stored(entries: list[int]) -> dict[int, tuple[int, bytes]]:
    """The key and the sketch of the names of each cause, by its entry.  One query, none without entries."""
    if not entries:
        return {}
    rows = statements.rows(
        f"SELECT id, cause_id, sketch FROM {TABLE} WHERE {statements.among('id')}",  # noqa: S608
        entries,
    )
    return {number: (key or 0, bytes(sketch)) for number, key, sketch in rows}


def _named(query: Query, sketches: list[bytes], cosine: Scores, calibration: Calibration) -> Scores:
    """What each cause gains when the text says its name, or nearly: nothing is lost by not saying it."""
    if calibration.stages is None or query.vector is None or not sketches:
        return np.zeros(len(sketches), dtype=np.float32)
    closest = late_interaction.maxsim(query.token_sketch, sketches, calibration.stages, 0.0)
    return scoring.name_score(cosine, closest, calibration.stages)
