"""The A to Z sorts titles by their words."""

import pytest

from conditions.names import index_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Causes of facial muscle loss", "facial muscle loss"),
        ("What is Ménière's disease?", "meniere s disease"),
        ("What causes \u200bÉczema", "eczema"),
        ("बुखार के कारण", "बुखार के कारण"),
    ],
)
def test_index_name(title: str, name: str) -> None:
    assert index_name(title) == name
