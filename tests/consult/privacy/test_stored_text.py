"""Text that was stored before is read in its one form, and marked and taken out where it stands."""

import pytest

from consult.privacy.personal_data import find_personal_data, redact


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("postcode SW1A\u00a01AA", ["SW1A\u00a01AA"]),
        ("born on 12\u201103\u20111985", ["12\u201103\u20111985"]),
        ("record number\u00a0A123456", ["A123456"]),
        ("write to jo＠exam\u200bple．org", ["jo＠exam\u200bple．org"]),
        ("my name is An\u00adna Kowalska", ["An\u00adna Kowalska"]),
        ("Dr Sm\u200bith saw me", ["Dr Sm\u200bith"]),
    ],
)
def test_marked_where_it_stands(text: str, found: list[str]) -> None:
    findings = find_personal_data(text)

    assert [text[finding.start : finding.end] for finding in findings] == found
    assert [finding.text for finding in findings] == found
    assert redact(text, findings).startswith(text.partition(found[0])[0] + "[")
