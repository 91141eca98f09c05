"""Vectors and sketches of texts that have a title: the title counts as much as the whole."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from conditions.related.encoder import Encoder

Encoded = tuple[NDArray[np.float32], list[bytes]]
"""Unit row vectors, shape (n, dim), and n sketches."""

SPARSE = 8
"""A title with less than this part of the telling words says too little: the whole text's sketch is kept."""


def encode(encoder: Encoder, texts: Sequence[str], heads: Sequence[str]) -> tuple[Encoded, Encoded]:
    """Vectors and sketches of n texts, each with its title ('' for none): weighted, and of the whole text alone.

    A message told at length drowns what it is about in history, so where the title is not the whole text the vector
    is the mean of both, and the sketch is the title's.  On real lists that put relevant ones first more often
    (docs/RELATED.md, "Fifty lists, read").
    """
    double = [
        row for row, (text, head) in enumerate(zip(texts, heads, strict=True)) if head not in ("", text)
    ]
    vectors, sketches = encoder.encode_with_sketches([*texts, *(heads[row] for row in double)])
    whole = vectors[: len(texts)], sketches[: len(texts)]
    weighted = whole[0].copy(), list(whole[1])
    for row, vector, sketch in zip(double, vectors[len(texts) :], sketches[len(texts) :], strict=True):
        mean = whole[0][row] + vector
        weighted[0][row] = mean / max(float(np.linalg.norm(mean)), 1e-9)
        if len(sketch) >= len(whole[1][row]) // SPARSE:
            weighted[1][row] = sketch
    return weighted, whole
