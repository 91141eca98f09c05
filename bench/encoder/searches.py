"""Searches on which the encoder is trained: 1,440, two for each of 520 threads and 200 pages.

`searches.jsonl` names what is looked for by its row in eval/questions.jsonl or eval/reference_pages.jsonl (`source`):
the rows are those of the file that bench/encoder/judged.py names, and of one whose SHA-256 begins with ac525b07981d4a0f
(pages).  Writers who saw a thread or a page wrote what people type who need it and do not know its words.  No target is
one of docs/search-queries.csv, which measures (its digests of titles).
"""

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch.nn import functional

from bench.encoder.cases import Cases
from bench.encoder.files import DOCS, csv_rows, json_lines
from bench.encoder.judged import HERE, MOST_TEXT, Case, case_of
from bench.encoder.pairs import held_out
from bench.encoder.train import SCALE, Texts, mrr

BATCH = 24
FILES = {"questions": "questions", "pages": "reference_pages"}


class Search(NamedTuple):
    """What somebody types, and the thread or page that is looked for."""

    typed: str
    target: Case


def searches(data: Path) -> tuple[list[Search], list[Search]]:
    """Those to train on and those held out; DATA holds eval/questions.jsonl and eval/reference_pages.jsonl."""
    rows = {name: json_lines(data / f"eval/{file}.jsonl") for name, file in FILES.items()}
    measured = {row["title"] for row in csv_rows(DOCS / "search-queries.csv")}
    found = []
    for line in json_lines(HERE / "searches.jsonl"):
        row = rows[line["source"]][line["row"]]
        if _digest(row["title"]) not in measured:
            target = case_of(row) if line["source"] == "questions" else _page(row)
            found += [Search(typed, target) for typed in line["searches"]]
    trained = [each for each in found if not held_out(each.typed)]
    return trained, [each for each in found if held_out(each.typed)]


def loss_of_searches(texts: Texts, cases: Cases, batch: list[Search], mean: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of finding each target of a batch from its search, and back; of a target one search counts.

    `mean`, what all questions share, is taken off all vectors, here and below.
    """
    batch = list({each.target: each for each in batch}.values())
    scores = SCALE * _cosines(texts, cases, batch, [each.target for each in batch], mean)
    own = torch.arange(len(batch))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def mrr_of(texts: Texts, cases: Cases, held: list[Search], mean: torch.Tensor) -> float:
    """MRR@10 of these searches among all their targets."""
    targets = list(dict.fromkeys(each.target for each in held))
    place = {target: at for at, target in enumerate(targets)}
    texts.net.eval()
    with torch.no_grad():
        parts = [targets[at : at + BATCH] for at in range(0, len(targets), BATCH)]
        scores = torch.cat([_cosines(texts, cases, held, part, mean) for part in parts], 1)
    return mrr(scores, [place[each.target] for each in held])


def _cosines(
    texts: Texts, cases: Cases, asked: list[Search], targets: list[Case], mean: torch.Tensor
) -> torch.Tensor:
    """The cosine of each search and each target, shape (searches, targets)."""
    typed = functional.normalize(texts.vectors([each.typed for each in asked]) - mean, dim=1)
    found = functional.normalize(cases.of(targets).vectors - mean, dim=1)
    return typed @ found.T


def _page(row: dict[str, Any]) -> Case:
    """The case of a row of eval/reference_pages.jsonl: its title and whole text."""
    text = " ".join(section["text"] for section in row["sections"])
    return row["title"], f"{row['title']}. {text}"[:MOST_TEXT]


def _digest(title: str) -> str:
    """As docs/search-queries.csv names titles."""
    return f"sha256:{hashlib.sha256(title.encode()).hexdigest()[:16]}"
