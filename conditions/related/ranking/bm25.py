"""The lexical half: which terms are asked of the index, and how its BM25 scores become numbers from 0 to 1.

The index stores `text.index_text(...)` and tokenizes with `unicode61` (SQLite) or `simple` (PostgreSQL): the terms are
stemmed before they are stored, so both databases find the same.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

TOKENIZER = "unicode61 remove_diacritics 0"
"""For `CREATE VIRTUAL TABLE ... USING fts5(..., tokenize=...)`."""

MAX_TERMS = 6
"""Rarest terms asked (DESIGN.md section 5: 25 ms against 227 ms for all terms, at 100,000 rows)."""


def idf(document_frequency: int, documents: int) -> float:
    """How much a term found in `document_frequency` of `documents` texts tells: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (max(documents - document_frequency, 0) + 0.5) / (document_frequency + 0.5))


def rarest(
    terms: Sequence[str], frequency: Callable[[str], int] | None = None, max_terms: int = MAX_TERMS
) -> list[str]:
    """The distinct terms that say most, at most `max_terms` of them, rarest first.

    `frequency` gives the number of stored texts with a term. Terms that no text has are left out. Without it, longer
    terms are taken as rarer.
    """
    distinct = list(dict.fromkeys(terms))
    if frequency is None:
        return sorted(distinct, key=len, reverse=True)[:max_terms]
    counted = [(frequency(term), term) for term in distinct]
    return [term for count, term in sorted(counted, key=lambda pair: pair[0]) if count > 0][:max_terms]


def match_expression(
    terms: Sequence[str], frequency: Callable[[str], int] | None = None, max_terms: int = MAX_TERMS
) -> str:
    """The FTS5 MATCH expression that finds texts with any of the rarest terms; '' when there is nothing to ask."""
    return " OR ".join(f'"{term}"' for term in rarest(terms, frequency, max_terms) if term.isalnum())


def scaled(bm25: ArrayLike) -> NDArray[np.float32]:
    """BM25 scores as FTS5 gives them (more negative is better), shape (n,), scaled so that the best hit is 1."""
    scores = -np.asarray(bm25, dtype=np.float32)
    best = float(scores.max(initial=0.0))
    return np.clip(scores / best, 0, 1) if best > 0 else np.zeros_like(scores)
