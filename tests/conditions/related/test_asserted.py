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
        ("I cannot get pregnant", "I cannot get pregnant"),
        ("I can't get rid of this cough", "I can't get rid of this cough"),
        ("I do not get chest pain", "I do not"),
        ("I never had such a bad headache", "I never had such a bad headache"),
        ("I have never had chest pain this bad before", "I have never had chest pain this bad before"),
        ("I have never had chest pain", "I have never"),
        ("She has been free of chest pain.", "She has been free ."),
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
