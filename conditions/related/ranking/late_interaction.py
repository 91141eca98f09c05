"""The second stage: how well each telling word of one text is answered by some word of the other.

Late interaction by MaxSim (Khattab & Zaharia 2020, ColBERT): each word piece of one text takes the closest of the
other's.  Here each counts by its idf, and the mean is taken.  The pieces are those of encoder/token_sketch.py.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from conditions.related.calibration import Stages
from conditions.related.encoder.token_sketch import Pieces, unpack


def maxsim(
    query: bytes,
    candidates: Sequence[bytes | memoryview | None],
    stages: Stages,
    forward: float | None = None,
) -> NDArray[np.float32]:
    """How well query and candidates answer each other word by word, about 0 to 1, shape (n,); NaN without a sketch.

    `forward` is the direction: 1 looks for the query's words in the candidate, 0 for the candidate's in the query
    (right for the names of a condition), None decides by length.
    """
    out = np.full(len(candidates), np.nan, dtype=np.float32)
    asked = unpack(query)
    found = [unpack(sketch) if sketch is not None else None for sketch in candidates]
    if asked is None or not any(found):
        return out
    if forward is None:
        forward = direction(asked, [pieces for pieces in found if pieces is not None], stages)
    for at, pieces in enumerate(found):
        if pieces is not None and pieces.directions.shape[1] == asked.directions.shape[1]:
            closeness = asked.directions @ pieces.directions.T
            there = closeness.max(axis=1) @ asked.weights / asked.weights.sum()
            back = closeness.max(axis=0) @ pieces.weights / pieces.weights.sum()
            out[at] = forward * there + (1 - forward) * back
    return out


def direction(asked: Pieces, candidates: Sequence[Pieces], stages: Stages) -> float:
    """1 when the query's words are to be found in the candidate, 0 when the candidate's are to be found in the query.

    A question is looked for in the candidates; of a long message only some of it matters, so there each (short)
    candidate is looked for in the message. One direction for all candidates of a query keeps them comparable.
    """
    heavier = float(np.mean([np.log(pieces.weights.sum() / asked.weights.sum()) for pieces in candidates]))
    return float(1 / (1 + np.exp(-5 * (heavier + np.log(stages.long_query)))))
