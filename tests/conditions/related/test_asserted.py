"""What a text denies, and what a doctor only asks about, is left out."""

import pytest

from conditions.related.text.asserted import asserted


def said(text, **kwargs):
    return " ".join(asserted(text, **kwargs).split())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I have no chest pain but my ankles swell.", "I have no but my ankles swell."),
        ("No fever, cough or rash since Monday.", "No , or since Monday."),
        ("I cannot close my left eye.", "I cannot close my left eye."),
        ("I have no appetite and no energy.", "I have no appetite and no energy."),
        ("I have had no relief from the chest pain", "I have had no relief from the chest pain"),
        ("Is it Bell's palsy?", "Is it Bell's palsy?"),
        ("", ""),
    ],
)
def test_a_patient(text, left):
    assert said(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Any family history of colon cancer? Do a stool test.", "? Do a stool test."),
        ("Kidney stones?", "Kidney stones?"),
        ("It is not a stroke. It is Bell's palsy.", "It is not . It is Bell's palsy."),
    ],
)
def test_a_doctor(text, left):
    assert said(text, by_doctor=True) == left
