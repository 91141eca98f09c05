"""How many of the listed similar questions help, at each floor, by judgements that are kept with the project.

    python -m bench.judged_pairs QUESTIONS.jsonl [--judgements docs/related-judgements.csv] [--sample one] [--asked]
        [--plot docs/images/related-reliability.svg]

Reads the database of the present settings (import_questions with --publish and rebuild_related first).  The lists are
those of stored questions or, with `--asked`, what somebody would be shown who asks the same.  The judgements have the
columns question, candidate (rows of QUESTIONS.jsonl, from 0) and verdict: 2 the same problem, 1 helps in part, 0 does
not help.  What was not judged is counted as shown, and left out of the shares.  `--sample` reads the rows of one
sample of a file that has several; `--plot` draws the reliability table.
"""

import argparse
import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.reliability_plot import Band, plot

SLOTS = 4
FLOORS = [round(0.48 + step / 50, 2) for step in range(11)]
BAND = 0.04
BANDS = [round(0.46 + step * BAND, 2) for step in range(7)]
"""Where the bands of the reliability table begin."""


class Shown(NamedTuple):
    """One listed item: its list, its score, its rank (0 is the best), its verdict (None: not judged)."""

    question: int
    score: float
    rank: int
    verdict: int | None


def main() -> None:
    """Print a line for each floor, and how often what has such a score helps."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path)
    parser.add_argument("--judgements", type=Path, default=Path("docs/related-judgements.csv"))
    parser.add_argument("--asked", action="store_true", help="lists of who asks, not of stored questions")
    parser.add_argument("--sample", help="only the rows of this sample")
    parser.add_argument("--plot", type=Path, help="draw how often what has a score helps")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    with options.questions.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    with options.judgements.open(encoding="utf-8", newline="") as lines:
        verdicts = {
            (int(row["question"]), int(row["candidate"])): int(row["verdict"])
            for row in csv.DictReader(lines)
            if options.sample in (None, row.get("sample"))
        }
    items = list(listed(rows, verdicts, asked=options.asked))
    questions = len({question for question, _candidate in verdicts})
    print(f"{questions} questions, {len(verdicts)} judged pairs, {questions * SLOTS} slots")
    for floor in FLOORS:
        print(line([item for item in items if item.score >= floor], f"floor {floor:.2f}"))
    from conditions.related.encoder.encoder import calibration_in_use
    from conditions.related.ranking import scoring

    calibration = calibration_in_use()
    lists: dict[int, list[Shown]] = {}
    for item in items:
        lists.setdefault(item.question, []).append(item)
    kept = [
        each
        for listed in lists.values()
        for each in scoring.listed(((one, one.score, 1.0) for one in listed), calibration)
    ]
    print(line([item for item, _close in kept], "as shipped"))
    print(line([item for item, close in kept if close], "of these, close"))
    print(line([item for item, close in kept if not close], "of these, related"))
    print("\n| score | first of its list, of these help | later ones |\n| --- | --- | --- |")
    bands = [band for low in BANDS for band in reliability(items, low)]
    for first, later in batched(bands):
        cells = " | ".join(f"{band.helps} of {band.judged}" for band in (first, later))
        print(f"| {first.low:.2f} to {first.high:.2f} | {cells} |")
    if options.plot:
        floor = calibration.floor["question"]
        options.plot.write_text(
            plot(bands, [floor, floor + calibration.margin_after_first]), encoding="utf-8"
        )


def listed(
    rows: list[dict[str, Any]], verdicts: dict[tuple[int, int], int], *, asked: bool
) -> Iterator[Shown]:
    """The best SLOTS of each judged question without a floor, ranked and spread as the product does."""
    from conditions.models import IndexEntry
    from conditions.related.encoder.encoder import calibration_in_use
    from conditions.related.lists import candidates, neighbours
    from conditions.related.ranking import diversity, second_stage
    from conditions.related.ranking.query import asked as query_of_text
    from consult.importing.rows import make_row
    from consult.models import Question

    numbers = dict(Question.objects.values_list("import_key", "pk"))
    row_of: dict[int, int] = {}
    for at, row in enumerate(rows):
        row_of.setdefault(numbers[make_row(row).question_key], at)
    for at in sorted({question for question, _candidate in verdicts}):
        row = rows[at]
        entry = IndexEntry.objects.get(question=numbers[make_row(row).question_key])
        query = query_of_text(row["title"], row["body"]) if asked else neighbours.query_of(entry)
        hits = second_stage.find("question", query, second_stage.COMPARED, without=entry.pk)
        known = candidates.read_candidates(hit.object_id for hit in hits)
        others = [
            (hit, hit.score, known[hit.object_id])
            for hit in hits
            if known[hit.object_id].title.casefold() != row["title"].casefold()
        ]
        for rank, hit in enumerate(diversity.diversify(others, SLOTS, calibration_in_use())):
            yield Shown(at, hit.score, rank, verdicts.get((at, row_of[hit.object_id])))


def line(items: list[Shown], label: str) -> str:
    """One line of the table."""
    judged = [item.verdict for item in items if item.verdict is not None]
    helps = sum(verdict >= 1 for verdict in judged) / max(len(judged), 1)
    same = sum(verdict == 2 for verdict in judged) / max(len(judged), 1)
    with_list = len({item.question for item in items})
    return f"| {label} | {len(items)} | {len(items) - len(judged)} | {with_list} | {helps:.2f} | {same:.2f} |"


def reliability(items: list[Shown], low: float) -> list[Band]:
    """Two bands of scores, the judged items that are first of their list and the later ones, and how many help."""
    bands = []
    for series, among in (
        ("first of its list", [item for item in items if not item.rank]),
        ("later ones", [item for item in items if item.rank]),
    ):
        judged = [
            item.verdict for item in among if item.verdict is not None and low <= item.score < low + BAND
        ]
        bands.append(Band(series, low, low + BAND, sum(verdict >= 1 for verdict in judged), len(judged)))
    return bands


def batched(bands: list[Band]) -> Iterator[tuple[Band, Band]]:
    """The bands two by two."""
    return zip(bands[::2], bands[1::2], strict=True)


if __name__ == "__main__":
    main()
