"""The stored search ranks the frozen set as the evaluation does, on SQLite and on PostgreSQL alike."""

from pathlib import Path

import numpy as np
import pytest

from conditions.related.measure.pairs import evaluate, metrics, read_pairs
from conditions.related.ranking import second_stage
from conditions.related.text.documents import Indexed
from conditions.related.text.prepare import encode_text, index_text
from conditions.related.upkeep import index
from tests.factories import public_question

PAIRS = Path(__file__).parent / "pairs.csv"


@pytest.mark.django_db
def test_the_stored_search_gives_the_numbers_of_the_evaluation(encoder):
    pairs = read_pairs(PAIRS)
    numbers = [public_question(title=f"Candidate {at}").pk for at in range(len(pairs.candidates))]
    index.store(
        "question",
        [
            Indexed("question", number, encode_text(text), index_text(text))
            for number, text in zip(numbers, pairs.candidates, strict=True)
        ],
    )
    place = {number: at for at, number in enumerate(numbers)}
    scores = np.full((len(pairs.queries), len(pairs.candidates)), -10, dtype=np.float32)
    for row, query in enumerate(pairs.queries):
        for hit in second_stage.search("question", query, 30):
            scores[row, place[hit.object_id]] = hit.score
    expected = evaluate(pairs, encoder)["shipped"]
    assert expected is not None
    assert metrics(scores, pairs)["mrr_at_10"] == pytest.approx(expected["mrr_at_10"], abs=0.005)
