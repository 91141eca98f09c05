"""Vectors and sketches of texts with a title, and of questions with their answer: each part counts as much."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from conditions.related.calibration import MODEL
from conditions.related.encoder.encoder import Encoder, Progress, silent

Encoded = tuple[NDArray[np.float32], list[bytes]]
"""Unit row vectors, shape (n, dim), and n sketches."""

SPARSE = 8
"""A title with less than this part of the telling words says too little: the whole text's sketch is kept."""


def encode(
    encoder: Encoder,
    texts: Sequence[str],
    heads: Sequence[str],
    answers: Sequence[str] = (),
    *,
    tokens: int = MODEL.max_tokens,
    sketches: bool = True,
    progress: Progress = silent,
) -> Encoded:
    """Vectors and sketches of n texts, weighted by their parts.

    `heads` are their titles ('' for none), `answers` what doctors replied ('' or left out for none), `tokens` how much
    is read of each (Encoder.encode_with_token_sketches); without `sketches` they are all b"".  The vector is
    the mean of title, whole text and answer: a message told at length drowns what it is about in history, and doctors
    name what patients describe.  The sketch is the title's.  Both put relevant ones first more often on real lists
    (docs/RELATED.md).
    """
    heads = [head or text for text, head in zip(texts, heads, strict=True)]
    answers = [*answers, *[""] * (len(texts) - len(answers))]
    parts = list(dict.fromkeys(part for part in (*texts, *heads, *answers) if part))
    vectors, sketched = encoder.encode_with_token_sketches(
        parts, sketches=sketches, tokens=tokens, progress=progress
    )
    place = {part: at for at, part in enumerate(parts)}
    weighted = np.zeros((len(texts), encoder.dim), dtype=np.float32)
    kept = []
    for row, (text, head, answer) in enumerate(zip(texts, heads, answers, strict=True)):
        weighted[row] = sum(vectors[place[part]] for part in (text, head, answer) if part)
        short, long = (sketched[place[part]] if part else b"" for part in (head, text))
        kept.append(short if len(short) >= len(long) // SPARSE else long)
    weighted /= np.maximum(np.linalg.norm(weighted, axis=1, keepdims=True), 1e-9)
    return weighted, kept
