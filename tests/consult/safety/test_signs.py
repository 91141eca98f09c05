"""The lists of signs that patients read say nothing twice."""

import pytest

from consult.models import RedFlagRule
from consult.models.safety import RedFlagKind
from consult.safety.signs import signs_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def rules(*signs: str) -> list[RedFlagRule]:
    return [RedFlagRule(kind=RedFlagKind.EMERGENCY, sign=sign) for sign in signs]


def test_a_sign_with_which_another_begins_is_said_there():
    signs = ("has fever, or a rash", "has fever", "has fever and chills", "has fever")
    assert signs_of(rules(*signs), RedFlagKind.EMERGENCY) == ["has fever, or a rash", "has fever and chills"]


def test_the_page_of_emergencies_says_each_sign_once(stranger):
    signs = stranger.get("/emergency/").context["signs"]
    told = [sign for sign in signs if "pregnant" in sign or "chemical in the eye" in sign]
    assert told == [
        "is pregnant and bleeding heavily, or has strong pain that does not let up, or a bad headache with "
        "blurred sight",
        "has a chemical in the eye, or has swallowed, breathed in or been bitten by something poisonous",
    ]
