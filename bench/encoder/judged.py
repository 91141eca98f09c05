"""The judged lists on which the encoder is trained: questions, each with candidates that a reader gave 2, 1 or 0.

`judged_lists.csv` names rows, not texts: `question` is a row of eval/questions.jsonl or, where `source` says so, of
train/pairs.jsonl (its anchor); `candidate` is a row of eval/questions.jsonl.  Verdicts as in docs/RELATED.md.  What
stands in docs/related-judgements-3.csv or -4.csv, on either side, measures and is left out.
"""

import csv
import json
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
DOCS = Path("docs")
MEASURED = ("related-judgements-3.csv", "related-judgements-4.csv")
READ_OTHERWISE = ("related-judgements.csv", "related-judgements-2.csv")
"""Judged by other readers, who were less strict: their verdicts are compared only within one question."""

MOST_TEXT, MOST_REPLY = 2000, 1500
Case = tuple[str, ...]
"""Title, whole text, reply; of a bare question its text alone."""


class Judged(NamedTuple):
    """One candidate of one question; `group` tells whose verdicts may be compared, 0: all of the strict readers'."""

    question: Case
    candidate: Case
    verdict: int
    group: int


def lists(data: Path) -> list[list[Judged]]:
    """The judged candidates of each question; DATA holds eval/questions.jsonl and train/pairs.jsonl."""
    rows = _lines(data / "eval/questions.jsonl")
    anchors = [(row["anchor"][:MOST_TEXT],) for row in _lines(data / "train/pairs.jsonl")]
    cases = [_case(row) for row in rows]
    apart = {row[side] for name in MEASURED for row in _verdicts(DOCS / name) for side in (0, 1)}
    found: dict[tuple[str, int], list[Judged]] = {}
    with (HERE / "judged_lists.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            question, candidate = int(line["question"]), int(line["candidate"])
            asked = anchors[question] if line["source"] == "pairs" else cases[question]
            found.setdefault((line["source"], question), []).append(
                Judged(asked, cases[candidate], int(line["verdict"]), 0)
            )
    for name in READ_OTHERWISE:
        for question, candidate, verdict in _verdicts(DOCS / name):
            if not {question, candidate} & apart and question != candidate:
                found.setdefault((name, question), []).append(
                    Judged(cases[question], cases[candidate], verdict, question + 1)
                )
    return list(found.values())


def _case(row: dict[str, str]) -> Case:
    title, body = row["title"], row["body"]
    text = title if body.casefold() == title.casefold() else f"{title} {body}"[:MOST_TEXT]
    return title, text, row["reply"][:MOST_REPLY]


def _verdicts(path: Path) -> list[tuple[int, int, int]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (int(row["question"]), int(row["candidate"]), int(row["verdict"])) for row in csv.DictReader(file)
        ]


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
