"""The pairs on which the sentence encoder is trained (`to_train`), and those that are kept from it (`kept`).

    python -m bench.encoder.pairs DATA_FOLDER OUT_FOLDER

writes a CSV file of each measured source, for evaluate_related: its held out pairs, 300 at most.  DATA_FOLDER holds
train/pairs.jsonl, eval/questions.jsonl, eval/reference_pages.jsonl and eval/question_pairs_dev.csv.  The triples in
bench/encoder/triples/ were written for this.
"""

import csv
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from bench.encoder.files import DOCS, csv_rows, json_lines
from bench.encoder.judged import measured_questions

TRIPLES = Path(__file__).parent / "triples"
HELD_OUT = 8
"""Texts whose checksum leaves 0 when divided by this are not trained on."""

MOST = 300
WRITTEN = ("rqe", "meqsum", "reply")
"""Sources whose held out pairs `main` writes."""

Triple = tuple[str, str, str]
"""A text, its partner, and a near miss or ""."""


def held_out(text: str) -> bool:
    """Whether a text is kept from training, the same in each run."""
    return zlib.crc32(text.encode()) % HELD_OUT == 0


def kept(rows: list[Triple]) -> list[Triple]:
    """Those of these triples that nothing is trained on, MOST at most."""
    return [row for row in rows if held_out(row[0])][:MOST]


def sources(data: Path) -> dict[str, list[Triple]]:
    """All triples of each source, held out ones too; DATA as above."""
    found: dict[str, list[Triple]] = {}
    for row in json_lines(data / "train/pairs.jsonl"):
        found.setdefault(row["source"], []).append((row["anchor"], row["positive"], ""))
    judged = _judged_questions()
    for number, row in enumerate(json_lines(data / "eval/questions.jsonl")):
        if number not in judged and len(row["reply"]) > 60:
            found.setdefault("reply", []).append((_asked(row), row["reply"], ""))
    for page in json_lines(data / "eval/reference_pages.jsonl"):
        for section in page["sections"][:3]:
            head = f"{page['title']}. {section.get('heading') or section.get('title') or ''}"
            found.setdefault("section", []).append((head, section["text"][:500], ""))
    found["dev"] = list(_dev(data / "eval/question_pairs_dev.csv"))
    for path in sorted(TRIPLES.glob("*.jsonl")):
        for row in json_lines(path):
            found.setdefault("need", []).append((row["anchor"], row["same"], row["other"]))
    return found


def to_train(data: Path) -> dict[str, list[Triple]]:
    """The triples of each source that are trained on: not held out, and of no question whose list measures.

    Such a question is known by its text, as several rows hold its several replies.
    """
    questions = json_lines(data / "eval/questions.jsonl")
    measured = {_asked(questions[row]) for row in measured_questions()}
    return {
        name: [row for row in rows if not held_out(row[0]) and row[0] not in measured]
        for name, rows in sources(data).items()
    }


def _asked(row: dict[str, str]) -> str:
    """What a row of eval/questions.jsonl asks: its body, or its title where that tells more."""
    return row["body"] if len(row["body"]) > len(row["title"]) else row["title"]


def _dev(path: Path) -> Iterator[Triple]:
    """The development pairs, each with one of its near misses."""
    rows = csv_rows(path)
    near: dict[str, list[str]] = {}
    for row in rows:
        if row["similar"] == "0":
            near.setdefault(row["question"], []).append(row["candidate"])
    for row in rows:
        if row["similar"] == "1":
            misses = near.get(row["question"], [""])
            yield (
                row["question"],
                row["candidate"],
                misses[zlib.crc32(row["candidate"].encode()) % len(misses)],
            )


def _judged_questions() -> set[int]:
    """Rows of eval/questions.jsonl in the first lists that readers judged: their replies are neither kind."""
    rows = csv_rows(DOCS / "related-judgements.csv")
    return {int(row[name]) for row in rows for name in ("question", "candidate")}


def main() -> None:
    """Write the held out pairs."""
    data, out = (Path(name) for name in sys.argv[1:])
    found = sources(data)
    for name in WRITTEN:
        with (out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["question", "candidate", "similar"])
            rows.writerows((text, partner, 1) for text, partner, _miss in kept(found[name]))


if __name__ == "__main__":
    main()
