"""The numbers to call follow the country, or the setting that replaces the preset."""

from typing import Any

import pytest

from consult.safety.emergency_numbers import Helpline, check_emergency_numbers, emergency_numbers


@pytest.mark.parametrize(
    ("country", "ambulance", "crisis"),
    [("GB", "999", "116 123"), ("TW", "119", "1925"), ("US", "911", "988")],
)
def test_presets(settings: Any, country: str, ambulance: str, crisis: str) -> None:
    settings.COUNTRY = country
    numbers = emergency_numbers()

    assert numbers.ambulance is not None
    assert (numbers.ambulance.number, numbers.crisis[0].number) == (ambulance, crisis)
    assert check_emergency_numbers() == []


def test_setting_replaces_the_preset(settings: Any) -> None:
    settings.EMERGENCY_NUMBERS = {
        "ambulance": {"name": "SAMU", "number": "15"},
        "crisis": [{"name": "Écoute", "number": "31 14"}],
    }
    numbers = emergency_numbers()

    assert numbers.ambulance == Helpline("SAMU", "15")
    assert numbers.advice is None
    assert numbers.crisis == (Helpline("Écoute", "31 14"),)


def test_tel_link_has_digits_only() -> None:
    assert Helpline("Line", "+44 116-123").tel == "+44116123"


@pytest.mark.parametrize(
    "setting", [{}, {"ambulance": {"name": "A", "number": "1"}}, {"ambulance": {"x": "y"}}]
)
def test_site_that_cannot_say_whom_to_call_is_warned(settings: Any, setting: dict[str, Any]) -> None:
    settings.COUNTRY = "XX"
    settings.EMERGENCY_NUMBERS = setting

    assert [warning.id for warning in check_emergency_numbers()] == ["consult.W001"]
