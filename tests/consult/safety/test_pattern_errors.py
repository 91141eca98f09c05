"""A phrase that cannot be understood is refused with its line and a reason an editor can act on."""

import pytest

from consult.common.phrases import PatternError, parse_phrases


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("... pain", "cannot begin with a gap"),
        ("pain ...", "cannot end with a gap"),
        ("ab*", "at least three letters"),
        ("su*cide", "at the end of a word"),
        ("pain / chest", "every phrase needs words"),
        ("9-3 pills", "smaller to the larger"),
        ("!!!", "every phrase needs words"),
        ("a b c d e f g h i j k l m", "at most 12 words"),
        (" ".join(["can't/won't/don't/isn't"] * 6), "too many choices with /"),
    ],
)
def test_refused_with_reason(line: str, reason: str) -> None:
    with pytest.raises(PatternError, match=reason):
        parse_phrases(line)


def test_error_names_the_line() -> None:
    with pytest.raises(PatternError, match="Line 3, “ab\\*”"):
        parse_phrases("chest pain\n\nab*")
