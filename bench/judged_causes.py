"""The questions whose right causes readers chose, as a file for `manage.py evaluate_causes`.

    python -m bench.judged_causes QUESTIONS.jsonl OUT.csv [--judgements docs/cause-judgements.csv]

The judgements have the columns question (row of the file, from 0), sample and causes (titles of pages, between "; ").
Readers saw all titles, the message and the reply, and neither scores nor what was proposed (docs/RELATED.md).
"""

import argparse
import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

JUDGEMENTS = Path(__file__).resolve().parent.parent / "docs" / "cause-judgements.csv"
COLUMNS = ("half", "title", "body", "causes", "reply")


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--judgements", type=Path, default=JUDGEMENTS)
    options = parser.parse_args()
    with options.questions.open(encoding="utf-8") as file:
        questions = [json.loads(line) for line in file]
    with (
        options.judgements.open(encoding="utf-8", newline="") as judged,
        options.out.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows(told(questions, csv.DictReader(judged)))


def told(questions: list[dict[str, Any]], judged: Iterable[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    """A row for each judged question, with the columns of `evaluate_causes`; the sample stands as its half."""
    for row in judged:
        question = questions[int(row["question"])]
        yield row["sample"], question["title"], question["body"], row["causes"], question["reply"]


if __name__ == "__main__":
    main()
