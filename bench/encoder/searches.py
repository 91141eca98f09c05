"""Searches on which the encoder is trained: 1,440, two for each of 520 threads and 200 pages.

`searches.jsonl` names what is looked for by its row in eval/questions.jsonl or eval/reference_pages.jsonl (`source`).
Writers who saw a thread or a page wrote what people type who need it and do not know its words.  No target is one of
docs/search-queries.csv, which measures (its digests of titles).
"""

import csv
import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch.nn import functional

from bench.encoder.cases import Cases
from bench.encoder.judged import DOCS, HERE, MOST_TEXT, Case, case_of
from bench.encoder.pairs import held_out
from bench.encoder.train import SCALE, Texts

BATCH = 24
FILES = {"questions": "questions", "pages": "reference_pages"}


class Search(NamedTuple):
    """What somebody types, and the thread or page that is looked for."""

    typed: str
    target: Case


def searches(data: Path) -> tuple[list[Search], list[Search]]:
    """Those to train on and those held out; DATA holds eval/questions.jsonl and eval/reference_pages.jsonl."""
    rows = {name: _lines(data / f"eval/{file}.jsonl") for name, file in FILES.items()}
    with (DOCS / "search-queries.csv").open(encoding="utf-8", newline="") as file:
        measured = {row["title"] for row in csv.DictReader(file)}
    found = []
    for line in _lines(HERE / "searches.jsonl"):
        row = rows[line["source"]][line["row"]]
        if _digest(row["title"]) not in measured:
            target = case_of(row) if line["source"] == "questions" else _page(row)
            found += [Search(typed, target) for typed in line["searches"]]
    return [each for each in found if not held_out(each.typed)], [
        each for each in found if held_out(each.typed)
    ]


def loss_of_searches(texts: Texts, cases: Cases, batch: list[Search], mean: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of finding each target of a batch from its search, and back; of a target one search counts."""
    batch = list({each.target: each for each in batch}.values())
    typed = functional.normalize(texts.vectors([each.typed for each in batch]) - mean, dim=1)
    targets = functional.normalize(cases.of([each.target for each in batch]).vectors - mean, dim=1)
    scores, own = typed @ targets.T * SCALE, torch.arange(len(batch))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def _page(row: dict[str, Any]) -> Case:
    text = " ".join(section["text"] for section in row["sections"])
    return row["title"], f"{row['title']}. {text}"[:MOST_TEXT]


def _digest(title: str) -> str:
    """As docs/search-queries.csv names titles."""
    return f"sha256:{hashlib.sha256(title.encode()).hexdigest()[:16]}"


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
