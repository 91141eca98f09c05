"""The pairs on which the sentence encoder is trained, and those that are kept from it.

    python -m bench.encoder.pairs DATA_FOLDER OUT_FOLDER

writes a CSV file of each measured source, for evaluate_related: its held out pairs, 300 at most.  DATA_FOLDER holds
train/pairs.jsonl, eval/questions.jsonl, eval/reference_pages.jsonl and eval/question_pairs_dev.csv.  The triples in
bench/encoder/triples/ were written for this.
"""

import csv
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TRIPLES = Path(__file__).parent / "triples"
HELD_OUT = 8
"""Texts whose checksum leaves 0 when divided by this are not trained on."""

MOST = 300
MEASURED = ("rqe", "meqsum", "reply")
Triple = tuple[str, str, str]
"""A text, its partner, and a near miss or ""."""


def held_out(text: str) -> bool:
    """Whether a text is kept from training, the same in each run."""
    return zlib.crc32(text.encode()) % HELD_OUT == 0


def kept(rows: list[Triple]) -> list[Triple]:
    """Those of these triples that nothing is trained on, MOST at most."""
    return [row for row in rows if held_out(row[0])][:MOST]


def sources(data: Path) -> dict[str, list[Triple]]:
    """The triples of each source."""
    found: dict[str, list[Triple]] = {}
    for row in _lines(data / "train/pairs.jsonl"):
        found.setdefault(row["source"], []).append((row["anchor"], row["positive"], ""))
    judged = _judged_questions()
    for number, row in enumerate(_lines(data / "eval/questions.jsonl")):
        if number not in judged and len(row["reply"]) > 60:
            asked = row["body"] if len(row["body"]) > len(row["title"]) else row["title"]
            found.setdefault("reply", []).append((asked, row["reply"], ""))
    for page in _lines(data / "eval/reference_pages.jsonl"):
        for section in page["sections"][:3]:
            head = f"{page['title']}. {section.get('heading') or section.get('title') or ''}"
            found.setdefault("section", []).append((head, section["text"][:500], ""))
    found["dev"] = list(_dev(data / "eval/question_pairs_dev.csv"))
    for path in sorted(TRIPLES.glob("*.jsonl")):
        for row in _lines(path):
            found.setdefault("need", []).append((row["anchor"], row["same"], row["other"]))
    return found


def _dev(path: Path) -> Iterator[Triple]:
    """The development pairs, each with one of its near misses."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
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
    """Rows of questions.jsonl whose lists were judged by readers: their replies are left out."""
    path = Path("docs/related-judgements.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return {int(row[name]) for row in csv.DictReader(lines) for name in ("question", "candidate")}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Write the held out pairs."""
    data, out = (Path(name) for name in sys.argv[1:])
    found = sources(data)
    for name in MEASURED:
        with (out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["question", "candidate", "similar"])
            rows.writerows((text, partner, 1) for text, partner, _miss in kept(found[name]))


if __name__ == "__main__":
    main()
