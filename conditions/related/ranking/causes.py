"""How well causes fit what somebody tells: by meaning, and by the signs that the page of a cause names.

No second stage: patients tell signs and not names, so looking for the name of a cause in the text misleads more than it
helps (docs/RELATED.md, "Causes").
"""

import numpy as np

from conditions.models import IndexEntry
from conditions.related.backends import backend, keyword_index
from conditions.related.encoder.encoder import calibration_in_use, get_encoder
from conditions.related.ranking import scoring
from conditions.related.ranking.first_stage import NEAREST, SPARE, aligned
from conditions.related.ranking.query import Hit, Query


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
    score = scoring.cause_score(cosine, words, calibration_in_use())
    order = np.argsort(-score, kind="stable")[: limit + SPARE]
    keys = dict(IndexEntry.objects.filter(pk__in=found[order].tolist()).values_list("pk", "cause_id"))
    return [
        Hit(
            object_id=keys[int(found[at])],
            score=float(score[at]),
            cosine=None if np.isnan(cosine[at]) else float(cosine[at]),
            words=float(words[at]),
            entry=int(found[at]),
        )
        for at in order
        if int(found[at]) in keys
    ][:limit]
