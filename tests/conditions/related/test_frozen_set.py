"""The number that no change may move unseen: fifty written questions, each with a paraphrase and a near miss."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from conditions.related.encoder.encoder import Encoder
from conditions.related.measure.pairs import evaluate, metrics, pairs_of, read_pairs

PAIRS = Path(__file__).parent / "pairs.csv"


def test_the_frozen_set_gives_the_frozen_numbers(encoder: Encoder) -> None:
    out = io.StringIO()
    call_command("evaluate_related", PAIRS, "--json", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "50 queries, 100 candidates"
    assert json.loads(lines[-1]) == {
        "bm25": {"recall_at_1": 0.48, "recall_at_5": 0.98, "mrr_at_10": 0.694, "near_miss_below": 0.52},
        "encoder": {"recall_at_1": 0.86, "recall_at_5": 1.0, "mrr_at_10": 0.93, "near_miss_below": 0.88},
        "shipped": {"recall_at_1": 0.9, "recall_at_5": 1.0, "mrr_at_10": 0.95, "near_miss_below": 0.92},
    }


def test_without_a_model_the_words_serve_and_the_encoder_has_no_number(encoder: Encoder) -> None:
    results = evaluate(read_pairs(PAIRS), None)
    assert results["encoder"] is None
    assert results["shipped"] is not None
    assert results["shipped"]["mrr_at_10"] == 0.6873


def test_a_tie_is_not_a_find() -> None:
    pairs = pairs_of([("a", "right", True), ("a", "wrong", False)])
    scores = metrics(np.array([[0.5, 0.5]]), pairs)
    assert scores == {"recall_at_1": 0.0, "recall_at_5": 1.0, "mrr_at_10": 0.5, "near_miss_below": 0.0}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("question,candidate\na,b\n", "has no column similar"),
        ("question,candidate,similar\na,b,maybe\n", "line 2: similar is 'maybe'"),
        ("question,candidate,similar\na,b\n", "line 2"),
        ("", "has no column"),
    ],
)
def test_a_bad_file_is_named_with_its_line(tmp_path: Path, content: str, named: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(content)
    with pytest.raises(CommandError, match=named):
        call_command("evaluate_related", path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"absent\.csv"):
        call_command("evaluate_related", tmp_path / "absent.csv")
