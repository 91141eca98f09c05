"""The check reads any text without an error, keeps its promises, and does not choke on a page of noise."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.privacy import phones
from consult.privacy.findings import Finding
from consult.privacy.personal_data import find_personal_data, mark_findings, redact

PIECES = st.sampled_from(
    [
        "Dr",
        "Ash",
        "at",
        "Hospital",
        "12",
        "March",
        "1985",
        "@",
        "mail.example",
        "+44",
        "020 7946 0123",
        "my name is",
        "record",
        "A123456789",
        "High",
        "Street",
        "LS8 2QT",
        "醫師",
        "路",
        "號",
        "\n",
        ",",
        ".",
        "<b>",
        "Thanks",
        "/",
        "-",
    ]
)
TEXTS = st.text() | st.lists(PIECES).map(" ".join) | st.lists(PIECES).map("".join)


@given(TEXTS)
def test_findings_stand_in_order_apart_and_name_their_words(text: str) -> None:
    findings = find_personal_data(text)

    assert all(text[finding.start : finding.end] == finding.text != "" for finding in findings)
    assert all(a.end <= b.start for a, b in pairwise(findings))


@given(TEXTS)
def test_redaction_removes_exactly_what_was_found(text: str) -> None:
    findings = find_personal_data(text)
    kept = "".join(piece for piece in _outside(text, findings))

    assert redact(text, []) == text
    assert len(redact(text, findings)) == len(kept) + sum(len(finding.suggestion) for finding in findings)


@given(TEXTS)
def test_marked_text_is_escaped(text: str) -> None:
    html = mark_findings(text, find_personal_data(text))

    assert html.count("<") == 2 * html.count("<mark>") + 2 * html.count("<span class=")


@pytest.mark.parametrize(
    "noise", ["1/", "1 ", "Aa ", "a.", "@a", "12 Aa ", "a-", "(0) ", "my name is ", "中", "Dr Aa "]
)
def test_a_page_of_noise_is_given_up_after_a_fixed_number_of_tries(noise: str) -> None:
    assert phones.MOST_CANDIDATES == 300
    assert isinstance(find_personal_data(noise * (20_000 // len(noise))), list)


def _outside(text: str, findings: list[Finding]) -> list[str]:
    cursor, pieces = 0, []
    for finding in findings:
        pieces.append(text[cursor : finding.start])
        cursor = finding.end
    return [*pieces, text[cursor:]]


@pytest.mark.parametrize("text", ["1 ſeptember 2020", "2 SEPTİEMBRE 2020", "3 KASIM 2020", "4 kasım 2020"])
def test_a_month_in_letters_that_look_the_same(text: str) -> None:
    months = {"1": "September", "2": "September", "3": "November", "4": "November"}
    assert [finding.suggestion for finding in find_personal_data(text)] == [f"{months[text[0]]} 2020"]
