"""The judged lists on which the encoder is trained: questions, each with candidates that a reader gave 2, 1 or 0.

`judged_lists.csv` names rows, not texts.  `candidate` is a row of eval/questions.jsonl, `question` a row, counted from
0, of what `source` names:

    questions   eval/questions.jsonl
    pairs       train/pairs.jsonl, its anchor
    dev         eval/question_pairs_dev.csv, its question
    written     written_questions.jsonl beside this file: by writers who saw of `thread` (a row of eval/questions.jsonl)
                title, text and reply and asked for the same as another patient would, in other words

The numbers hold for files of 5,722, 6,753 and 1,550 rows whose SHA-256 begin with b68a644d8a761f83 (questions),
4b76f17c9c2332d5 (pairs) and 1237e761ab3479b7 (dev).

Verdicts as in docs/RELATED.md.  No question that docs/related-judgements-3.csv or -4.csv measure stands here, neither
as question nor as candidate; candidates of theirs do.

`words_weight` and `rest` are what training leaves as it is of a pair's score: the weight w of the words in common, and
w (words in common + usual_overlap) - what facets lose (conditions/related/ranking/scoring.py, facets.py).  The engine
gave them, with the encoder and the weights before this training, on a site with all of eval/questions.jsonl: each
question as a stored one or, where it is not of that file, as a message that somebody asks (ranking/query.py: `asked`);
of its best 200 hits of ranking/second_stage.py `overlap_weight`, `words`, and `facets.lost`.  w depends on all
candidates of a query, so it need not be the same to the last figure on another site.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.encoder.files import DOCS, csv_rows, json_lines

HERE = Path(__file__).parent
MEASURED = ("related-judgements-3.csv", "related-judgements-4.csv")
READ_OTHERWISE = ("related-judgements.csv", "related-judgements-2.csv")
"""Judged by other readers, who were less strict: their verdicts are compared only within one question, and count
nothing where a strict reader judged the same pair.  They have no constants."""

MOST_TEXT, MOST_REPLY = 2000, 1500
HELD_OUT = 8
"""Questions whose row in their source leaves 0 when divided by this are not trained on."""

Case = tuple[str, ...]
"""Title, whole text, reply; of a written question the first two, of a bare one its text alone.  Rows of one title are
one question with several replies; a case has that of its row, while on a site the engine reads them all."""


class Constants(NamedTuple):
    """What training leaves as it is of the score of a pair."""

    words_weight: float
    rest: float


class Judged(NamedTuple):
    """One candidate of one question; `group` tells whose verdicts may be compared, 0: all of the strict readers'."""

    question: Case
    candidate: Case
    verdict: int
    group: int
    constants: Constants | None = None


def lists(data: Path) -> tuple[list[list[Judged]], list[list[Judged]]]:
    """The judged candidates of each question: those to train on, and those held out (of strict readers only).

    DATA holds eval/questions.jsonl, eval/question_pairs_dev.csv and train/pairs.jsonl.
    """
    cases = [case_of(row) for row in json_lines(data / "eval/questions.jsonl")]
    asked: dict[str, list[Case]] = {
        "questions": cases,
        "pairs": [(row["anchor"][:MOST_TEXT],) for row in json_lines(data / "train/pairs.jsonl")],
        "dev": [(row["question"],) for row in csv_rows(data / "eval/question_pairs_dev.csv")],
        "written": [
            (row["title"], f"{row['title']} {row['body']}".strip())
            for row in json_lines(HERE / "written_questions.jsonl")
        ],
    }
    measured = measured_questions()
    strict: set[tuple[str, int, int]] = set()
    found: dict[tuple[str, int], list[Judged]] = {}
    for line in csv_rows(HERE / "judged_lists.csv"):
        source, question, candidate = line["source"], int(line["question"]), int(line["candidate"])
        assert candidate not in measured
        assert source != "questions" or question not in measured
        strict.add((source, question, candidate))
        constants = Constants(float(line["words_weight"]), float(line["rest"]))
        found.setdefault((source, question), []).append(
            Judged(asked[source][question], cases[candidate], int(line["verdict"]), 0, constants)
        )
    for name in READ_OTHERWISE:
        for question, candidate, verdict in _verdicts(DOCS / name):
            known = ("questions", question, candidate) in strict
            if not known and not {question, candidate} & measured and question != candidate:
                found.setdefault((name, question), []).append(
                    Judged(cases[question], cases[candidate], verdict, question + 1)
                )
    kept = {key: each for key, each in found.items() if key[1] % HELD_OUT}
    aside = [each for key, each in found.items() if key not in kept and each[0].constants]
    return list(kept.values()), aside


def measured_questions() -> set[int]:
    """The rows of eval/questions.jsonl whose lists measure the engine."""
    return {question for name in MEASURED for question, _, _ in _verdicts(DOCS / name)}


def counted(judged: Sequence[list[Judged]]) -> str:
    """How many questions and candidates these are, for people."""
    each = [one for many in judged for one in many]
    given = Counter(one.verdict for one in each)
    return f"{len(judged)} questions, {len(each)} candidates: {dict(sorted(given.items()))}"


def case_of(row: dict[str, str]) -> Case:
    """The case of a row of eval/questions.jsonl."""
    title, body = row["title"], row["body"]
    text = title if body.casefold() == title.casefold() else f"{title} {body}"[:MOST_TEXT]
    return title, text, row["reply"][:MOST_REPLY]


def _verdicts(path: Path) -> list[tuple[int, int, int]]:
    return [(int(row["question"]), int(row["candidate"]), int(row["verdict"])) for row in csv_rows(path)]
