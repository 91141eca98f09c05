"""The frozen number: how well the engine finds the right text, measured with the product's own ranking."""

import csv
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from conditions.related.backends import bm25
from conditions.related.encoder import pooling
from conditions.related.encoder.encoder import Encoder, calibration_in_use
from conditions.related.ranking import facets, late_interaction, scoring, term_overlap
from conditions.related.ranking.second_stage import COMPARED
from conditions.related.text.facets import facets as read_facets
from conditions.related.text.prepare import encode_text, index_text

Scores = NDArray[np.float32]


class EvaluationFileError(Exception):
    """The file is not an evaluation file; the message names the line and the reason."""


@dataclass(frozen=True)
class Pairs:
    """Queries with the candidates that answer them and the near misses that do not.

    `names` of candidates that are causes or pages are what the second stage looks for; else it is the whole text.
    `heads` are the titles of the queries, where they have some.
    """

    queries: list[str]
    candidates: list[str]
    similar: list[set[int]]
    near_misses: list[set[int]]
    names: list[str] | None = None
    heads: list[str] | None = None


def read_pairs(path: Path) -> Pairs:
    """The pairs of a CSV file with the columns question, candidate, similar (1 or 0); the pool is all candidates."""
    with path.open(newline="", encoding="utf-8-sig") as stream:
        reader = csv.DictReader(stream)
        if missing := {"question", "candidate", "similar"} - set(reader.fieldnames or ()):
            raise EvaluationFileError(f"{path} has no column {', '.join(sorted(missing))}")
        rows = []
        for row in reader:
            if row["similar"] not in {"0", "1"}:
                raise EvaluationFileError(
                    f"{path} line {reader.line_num}: similar is {row['similar']!r}, not 0 or 1"
                )
            rows.append((row["question"], row["candidate"], row["similar"] == "1"))
    return pairs_of(rows)


def pairs_of(rows: Iterable[tuple[str, str, bool]]) -> Pairs:
    """Pairs from (query, candidate, similar) rows; queries without a similar candidate only fill the pool."""
    queries: dict[str, int] = {}
    candidates: dict[str, int] = {}
    similar: list[set[int]] = []
    near: list[set[int]] = []
    for query, candidate, alike in rows:
        at = queries.setdefault(query, len(queries))
        if at == len(similar):
            similar.append(set())
            near.append(set())
        (similar if alike else near)[at].add(candidates.setdefault(candidate, len(candidates)))
    return Pairs(list(queries), list(candidates), similar, near)


def evaluate(
    pairs: Pairs, encoder: Encoder | None, prepare: Callable[[str], str] = encode_text, kind: str = "question"
) -> dict[str, dict[str, float] | None]:
    """The metrics of BM25 alone, the encoder alone and the shipped ranking; the encoder's are None without a model."""
    words = lexical_scores(pairs.queries, pairs.candidates)
    near, sketches = encoded(pairs, encoder, prepare)
    return {
        "bm25": metrics(words, pairs),
        "encoder": metrics(np.nan_to_num(near, nan=-1.0), pairs) if encoder else None,
        "shipped": metrics(shipped_scores(pairs, near, words, sketches, kind), pairs),
    }


def shipped_scores(
    pairs: Pairs, near: Scores, words: Scores, sketches: tuple[list[bytes], list[bytes]], kind: str
) -> Scores:
    """Both stages as the product runs them, shape (queries, candidates); what stage two did not see ranks below it."""
    pool = [index_text(text).split() for text in pairs.candidates]
    rarity = idf_of(pool)
    asked = [index_text(text).split() for text in pairs.queries]
    calibration = calibration_in_use()
    stages = calibration.stages
    scores = scoring.first_stage_score(near, words, calibration)
    if stages is None:
        return scores
    scores -= 10
    told = [read_facets(text) for text in pairs.candidates] if kind == "question" else []
    for row, terms in enumerate(asked):
        best = np.argsort(-scores[row], kind="stable")[:COMPARED]
        telling = term_overlap.telling(terms, rarity)
        scores[row, best] = scoring.second_stage_score(
            near[row, best],
            late_interaction.maxsim(
                sketches[0][row], [sketches[1][at] for at in best], stages, stages.weights[kind].forward
            ),
            [term_overlap.overlap(telling, pool[at]) for at in best],
            weight=scoring.overlap_weight(len(set(terms)), [len(set(pool[at])) for at in best], kind, stages),
            kind=kind,
            stages=stages,
        )
        if kind == "question":
            lost = facets.lost(read_facets(pairs.queries[row]), [told[at] for at in best], stages.apart)
            scores[row, best] -= np.where(np.isnan(near[row, best]), 0, lost)
    return scores


def metrics(scores: Scores, pairs: Pairs) -> dict[str, float]:
    """recall@1, recall@5, MRR@10 and the share of near misses below the best true paraphrase; scores (queries, pool).

    A candidate with the same score as the right one counts as above it: a tie is not a find.
    """
    ranks: list[int] = []
    below: list[bool] = []
    for row, (right, wrong) in enumerate(zip(pairs.similar, pairs.near_misses, strict=True)):
        if not right:
            continue
        best = max(scores[row, at] for at in right)
        others = np.delete(scores[row], list(right))
        ranks.append(1 + int(np.count_nonzero(others >= best)))
        below.extend(bool(scores[row, at] < best) for at in wrong)
    found = np.array(ranks, dtype=np.float64)
    return {
        "recall_at_1": _share(found <= 1),
        "recall_at_5": _share(found <= 5),
        "mrr_at_10": round(float(np.where(found <= 10, 1 / found, 0).mean()), 4) if ranks else 0.0,
        "near_miss_below": _share(np.array(below, dtype=bool)),
    }


def encoded(
    pairs: Pairs, encoder: Encoder | None, prepare: Callable[[str], str]
) -> tuple[Scores, tuple[list[bytes], list[bytes]]]:
    """Cosines, shape (queries, candidates), NaN where a side is not understood; and the sketches of both sides."""
    if encoder is None:
        nothing = np.full((len(pairs.queries), len(pairs.candidates)), np.nan, dtype=np.float32)
        return nothing, ([b""] * len(pairs.queries), [b""] * len(pairs.candidates))
    sides = []
    for texts, heads in (
        ([encode_text(text) for text in pairs.queries], pairs.heads),
        ([prepare(text) for text in pairs.candidates], None),
    ):
        vectors, sketches = pooling.encode(encoder, texts, heads or texts)
        vectors[[not encoder.understands(text) for text in texts]] = np.nan
        sides.append((vectors, sketches))
    if pairs.names is not None:
        sides[1] = (sides[1][0], encoder.encode_with_token_sketches(pairs.names)[1])
    return sides[0][0] @ sides[1][0].T, (sides[0][1], sides[1][1])


def lexical_scores(queries: Sequence[str], candidates: Sequence[str]) -> Scores:
    """BM25 of the rarest terms over an index in memory, scaled per query, shape (queries, candidates)."""
    database, frequency = _index(candidates)
    scores = np.zeros((len(queries), len(candidates)), dtype=np.float32)
    for row, query in enumerate(queries):
        expression = bm25.match_expression(index_text(query).split(), lambda term: frequency.get(term, 0))
        if not expression:
            continue
        hits = database.execute(
            "SELECT rowid, bm25(pool) FROM pool WHERE pool MATCH ?", [expression]
        ).fetchall()
        if hits:
            scores[row, [hit[0] for hit in hits]] = bm25.scaled([hit[1] for hit in hits])
    database.close()
    return scores


def idf_of(pool: Sequence[Iterable[str]]) -> Callable[[str], float]:
    """The idf of a term over a pool of texts given as their terms; one found nowhere counts as found once."""
    counted = Counter(term for text in pool for term in set(text))
    return lambda term: bm25.idf(max(counted[term], 1), len(pool))


def _index(candidates: Sequence[str]) -> tuple[sqlite3.Connection, dict[str, int]]:
    """An FTS5 index in memory of the candidates by position, and how many of them have each term."""
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE pool USING fts5(terms, tokenize='{bm25.TOKENIZER}')")
    database.executemany(
        "INSERT INTO pool(rowid, terms) VALUES (?, ?)",
        ((at, index_text(text)) for at, text in enumerate(candidates)),
    )
    database.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(pool, 'row')")
    return database, dict(database.execute("SELECT term, doc FROM vocabulary"))


def _share(hits: NDArray[np.bool_]) -> float:
    """The share of True, 0.0 for none."""
    return round(float(hits.mean()), 4) if hits.size else 0.0
