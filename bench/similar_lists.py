"""Prints what thread pages show as similar, for a fixed sample of questions, and counts the verdicts on it.

    python -m bench.similar_lists QUESTIONS.jsonl [--seed 3] [--rows] [--verdicts docs/related-verdicts.csv]

Reads the database of the present settings (import_questions with --publish and rebuild_related first) through the
function that serves the thread page.  Half of the sample are long messages, half short questions.  `--rows` prints row
numbers only.  `--verdicts` counts: a CSV with the columns question, candidate (rows of QUESTIONS.jsonl, from 0), rank
and verdict (1: a patient with this question would be helped by the other one's answer).
"""

import argparse
import csv
import json
import os
import random
from pathlib import Path
from typing import Any

LONG = 40
"""Words of a body from which a question counts as a long message."""

SLOTS = 4


def drawn(rows: list[dict[str, Any]], seed: int, count: int = 50) -> list[int]:
    """Row numbers of a sample: half long messages, half short questions; each question once."""
    first: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows):
        first.setdefault((row["title"], row["body"]), number)
    long = [number for number in first.values() if len(rows[number]["body"].split()) >= LONG]
    short = [number for number in first.values() if len(rows[number]["body"].split()) < LONG]
    draw = random.Random(seed)
    return draw.sample(long, count // 2) + draw.sample(short, count - count // 2)


def lists(rows: list[dict[str, Any]], seed: int) -> list[tuple[int, list[tuple[int, Any]]]]:
    """For each question of the sample its row and the items shown, each with its row."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from conditions.related.lists.read import similar_questions
    from consult.importing.rows import make_row
    from consult.models import Question

    row_of: dict[str, int] = {}
    for number, row in enumerate(rows):
        row_of.setdefault(make_row(row).question_key, number)
    shown = []
    for number in drawn(rows, seed):
        question = Question.objects.get(import_key=make_row(rows[number]).question_key)
        items = similar_questions(question, SLOTS)
        shown.append((number, [(row_of[str(item.question.import_key)], item) for item in items]))
    return shown


def main() -> None:
    """Print the lists, or count the verdicts on them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--rows", action="store_true", help="row numbers and scores only")
    parser.add_argument("--verdicts", type=Path)
    options = parser.parse_args()
    with options.questions.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    found = lists(rows, options.seed)
    if options.verdicts:
        _count(found, options.verdicts)
        return
    for number, items in found:
        text = "" if options.rows else f" {rows[number]['title']}\n    {rows[number]['body']}"
        print(f"\n== {number}{text}")
        for rank, (other, item) in enumerate(items, start=1):
            kind = "close" if item.close else "related"
            print(f"  {rank}. row {other}, {item.score:.3f}, {kind}: {'; '.join(item.reasons)}")
            if not options.rows:
                print(f"     {item.question.title}\n     {item.question.body}\n     > {item.reply.text}")


def _count(found: list[tuple[int, list[tuple[int, Any]]]], path: Path) -> None:
    """Print how many slots are filled, and how many of them were judged relevant."""
    with path.open(encoding="utf-8", newline="") as file:
        verdicts = {
            (int(row["question"]), int(row["candidate"])): int(row["verdict"]) for row in csv.DictReader(file)
        }
    print(f"{SLOTS * len(found)} slots")
    for name, kinds in (("shown", {True, False}), ("close", {True}), ("related", {False})):
        pairs = [(number, other) for number, items in found for other, item in items if item.close in kinds]
        judged = [verdicts[pair] for pair in pairs if pair in verdicts]
        print(f"{len(pairs)} {name}, {sum(judged)} relevant, {len(pairs) - len(judged)} not judged; ", end="")
        lists = len({number for number, _other in pairs})
        print(f"precision {sum(judged) / max(len(judged), 1):.2f}; on {lists} of {len(found)} questions")


if __name__ == "__main__":
    main()
