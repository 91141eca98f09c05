"""Marked words are shown as marked, and nothing the patient typed becomes HTML."""

from consult.common.highlight import mark_spans
from consult.privacy.personal_data import find_personal_data, mark_findings


def test_finding_is_marked_and_its_kind_said() -> None:
    text = "I am <ill>. Mail ash@mail.example & wait"

    assert mark_findings(text, find_personal_data(text)) == (
        "I am &lt;ill&gt;. Mail <mark>ash@mail.example"
        '<span class="visually-hidden"> (E-mail address)</span></mark> &amp; wait'
    )


def test_overlapping_span_gives_way() -> None:
    assert mark_spans("chest pain", [(6, 10, ""), (0, 10, "")]) == "<mark>chest pain</mark>"
