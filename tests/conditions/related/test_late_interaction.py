"""The second stage: word by word."""

import numpy as np
import pytest

from conditions.related.calibration import MEASURED
from conditions.related.encoder import token_sketch
from conditions.related.encoder.encoder import Encoder
from conditions.related.ranking import late_interaction

assert MEASURED.stages is not None
STAGES = MEASURED.stages


def sketches(encoder: Encoder, *texts: str) -> list[bytes]:
    return encoder.encode_with_token_sketches(texts)[1]


def test_the_text_that_answers_each_word_is_closest(encoder: Encoder) -> None:
    query, same, other = sketches(
        encoder,
        "Is a hard lump on the back of my head dangerous?",
        "There is a firm bump at the rear of my skull, should I worry?",
        "How do I lose weight before summer?",
    )
    found = late_interaction.maxsim(query, [other, same], STAGES)
    assert found[1] > found[0] + 0.2


def test_a_text_aligned_with_itself_is_about_one(encoder: Encoder) -> None:
    (sketch,) = sketches(encoder, "My left knee is swollen after running")
    assert late_interaction.maxsim(sketch, [sketch], STAGES)[0] == pytest.approx(1, abs=0.02)


def test_a_text_without_words_has_no_sketch_and_no_alignment(encoder: Encoder) -> None:
    (empty, some) = sketches(encoder, "?!", "My knee hurts")
    assert empty == b""
    assert np.isnan(late_interaction.maxsim(empty, [some], STAGES)).all()
    assert np.isnan(late_interaction.maxsim(some, [empty, None], STAGES)).all()
    assert late_interaction.maxsim(some, [], STAGES).shape == (0,)


def test_a_damaged_sketch_counts_as_none(encoder: Encoder) -> None:
    (sketch,) = sketches(encoder, "My left knee is swollen")
    found = late_interaction.maxsim(sketch, [sketch[:-3], b"\x00\x01\x02", sketch], STAGES)
    assert np.isnan(found).tolist() == [True, True, False]


def test_a_sketch_is_small(encoder: Encoder) -> None:
    (sketch,) = sketches(encoder, " ".join(f"word{number} fever" for number in range(400)))
    assert len(sketch) <= 1 + token_sketch.MAX_PIECES * 97


def test_a_long_message_is_searched_for_the_short_candidates(encoder: Encoder) -> None:
    message = (
        "For three weeks I could not sleep. My sister visited and we ate out a lot. I work in an office. "
        "Since Monday the big toe of my right foot is red and hot, and the joint hurts at night. I also have a cat."
    )
    query, gout, sleep = sketches(
        encoder, message, "Why is my toe red and painful?", "Is a cruise good for my nerves?"
    )
    long, short = token_sketch.unpack(query), token_sketch.unpack(gout)
    assert long is not None
    assert short is not None
    assert late_interaction.direction(long, [short], STAGES) < 0.5
    assert late_interaction.direction(short, [long], STAGES) > 0.5
    found = late_interaction.maxsim(query, [gout, sleep], STAGES)
    assert found[0] > found[1]
