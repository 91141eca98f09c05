"""The title, and the doctor's answer, count as much as the whole of a message."""

import numpy as np
import pytest

from conditions.related.encoder import pooling
from conditions.related.encoder.token_sketch import unpack
from conditions.related.ranking import query

HISTORY = "I am 43, married, and take tablets for my blood pressure. We moved house in March. " * 6
TITLE = "Why does my cheek go numb in the cold?"


STEP = 1 / 127
"""In which the numbers of a sketch are stored."""


def is_same(one: bytes, other: bytes) -> bool:
    """Whether two sketches are of the same word pieces: a text in another batch may round one step aside."""
    first, second = unpack(one), unpack(other)
    assert first is not None
    assert second is not None
    return np.array_equal(first.weights, second.weights) and np.allclose(
        first.directions, second.directions, rtol=0, atol=1.01 * STEP
    )


@pytest.fixture
def read(encoder):
    def encode(text, head="", answer=""):
        vectors, sketches = pooling.encode(encoder, [text], [head], [answer])
        return vectors[0], sketches[0]

    return encode


def test_a_long_history_does_not_drown_the_title(read):
    asked, _sketch = read("My cheek is numb in cold wind")
    with_title, sketch = read(f"{TITLE} {HISTORY}", TITLE)
    without, _sketch = read(f"{TITLE} {HISTORY}")
    assert float(asked @ with_title) > float(asked @ without) + 0.1
    assert is_same(sketch, read(TITLE)[1])


def test_a_title_that_is_the_whole_text_changes_nothing(read):
    vector, sketch = read(TITLE, TITLE)
    alone, alone_sketch = read(TITLE)
    assert np.allclose(vector, alone)
    assert is_same(sketch, alone_sketch)


def test_a_title_that_says_nothing_leaves_the_sketch_of_the_text(read):
    assert is_same(read(f"Help. {HISTORY}", "Help.")[1], read(f"Help. {HISTORY}")[1])
    assert not is_same(read(f"Help. {HISTORY}", "Help.")[1], read(TITLE)[1])


def test_what_doctors_replied_counts_as_much_as_the_title(read):
    reply = "This is Raynaud's phenomenon: keep your hands warm, and ask about nifedipine."
    asked, _sketch = read("Raynaud's phenomenon and nifedipine")
    answered, sketch = read("My fingers turn white", answer=reply)
    alone, _sketch = read("My fingers turn white")
    assert float(asked @ answered) > float(asked @ alone) + 0.1
    assert is_same(sketch, read("My fingers turn white")[1])


def test_nothing_at_all_gives_no_direction(read):
    vector, sketch = read("")
    assert not vector.any()
    assert sketch == b""


def test_a_search_has_the_same_vector_and_no_sketch(encoder):
    asked, searched = query.asked(TITLE), query.searched(TITLE)
    assert (searched.terms, searched.token_sketch, searched.facets) == (asked.terms, b"", {})
    assert asked.vector is not None
    assert searched.vector is not None
    assert np.array_equal(searched.vector, asked.vector)
    assert query.searched("胸痛").vector is None
