"""Sentences and clauses are found with their places."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from consult.language.spans import clauses, sentences


def test_sentences() -> None:
    text = "My chest hurts... badly. It is 38.6 today!  Is it bad?\n\nThank you。胸痛；頭痛"

    assert [text[start:end] for start, end in sentences(text)] == [
        "My chest hurts... badly.", "It is 38.6 today!", "Is it bad?", "Thank you。", "胸痛；", "頭痛",
    ]  # fmt: skip


def test_clauses() -> None:
    text = "No fever, but pain (left side): bad\nand worse"

    assert [text[start:end] for start, end in clauses(text)] == [
        "No fever", "but pain", "left side", "bad", "and worse",
    ]  # fmt: skip


@given(st.text(alphabet=st.sampled_from(list("ab .?!;\n\t,0。"))) | st.text())
def test_spans_stand_in_order_inside_any_text(text: str) -> None:
    for found in (list(sentences(text)), list(clauses(text))):
        assert found == sorted(found)
        assert all(0 <= start < end <= len(text) for start, end in found)
        assert all(one[1] <= other[0] for one, other in pairwise(found))
