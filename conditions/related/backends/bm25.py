"""BM25 (Robertson & Zaragoza 2009): how rare a term is, which terms are asked of an index, and what a match scores.

SQLite's FTS5 computes the score itself; `score` is the same formula, with its constants, for PostgreSQL.  The index
stores `text.prepare.index_text(...)`: terms are stemmed before they are stored, so both databases find the same.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

K1, B = 1.2, 0.75
"""As in FTS5 (sqlite.org/fts5.html#the_bm25_function), so that both databases rank alike."""

TOKENIZER = "unicode61 remove_diacritics 0 categories ''L* N* Co M*''"
"""For `CREATE VIRTUAL TABLE ... USING fts5(..., tokenize='...')`.  Combining marks belong to their word."""

MAX_TERMS = 6
"""Rarest terms asked (docs/RELATED.md, "What is stored": 25 ms against 227 ms for all terms, at 100,000 rows)."""


def idf(document_frequency: int, documents: int) -> float:
    """How much a term found in `document_frequency` of `documents` texts tells: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (max(documents - document_frequency, 0) + 0.5) / (document_frequency + 0.5))


def fts5_idf(document_frequency: int, documents: int) -> float:
    """FTS5's idf: without the 1 of `idf`, and never below a millionth."""
    return max(math.log((max(documents - document_frequency, 0) + 0.5) / (document_frequency + 0.5)), 1e-6)


def score(text: str, weights: Sequence[tuple[str, float]], mean_length: float) -> float:
    """The BM25 of one stored text, negative as FTS5 gives it.

    `weights` are the terms, each between spaces, with their idf; `mean_length` is the mean number of terms in a text.
    """
    apart = f" {text.replace(' ', '  ')} "  # a space of its own on both sides of every word
    damp = K1 * (1 - B + B * (text.count(" ") + 1) / mean_length)
    total = 0.0
    for term, weight in weights:
        if tf := apart.count(term):
            total += weight * tf * (K1 + 1) / (tf + damp)
    return -total


def rarest(
    terms: Sequence[str], frequency: Callable[[str], int] | None = None, max_terms: int = MAX_TERMS
) -> list[str]:
    """The distinct terms that say most, at most `max_terms` of them, rarest first.

    `frequency` gives the number of stored texts with a term.  Terms that no text has are left out.  Without it, longer
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
    return " OR ".join(f'"{term}"' for term in rarest(terms, frequency, max_terms) if '"' not in term)


def scaled(scores: ArrayLike) -> NDArray[np.float32]:
    """Scores as FTS5 gives them (more negative is better), shape (n,), scaled so that the best hit is 1."""
    positive = -np.asarray(scores, dtype=np.float32)
    best = float(positive.max(initial=0.0))
    return np.clip(positive / best, 0, 1) if best > 0 else np.zeros_like(positive)
