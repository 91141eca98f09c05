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


@pytest.mark.parametrize(
    ("country", "police", "safeguarding", "young"),
    [
        ("GB", "999", ["0808 2000 247", "0808 800 5000", "0808 808 8141"], ["0800 1111"]),
        ("TW", "110", ["113"], ["113", "1995"]),
        ("US", "911", ["1-800-799-7233", "1-800-422-4453"], ["988"]),
    ],
)
def test_help_for_who_is_hurt_and_for_the_young(
    settings: Any, country: str, police: str, safeguarding: list[str], young: list[str]
) -> None:
    settings.COUNTRY = country
    numbers = emergency_numbers()

    assert numbers.police is not None
    assert numbers.police.number == police
    assert [line.number for line in numbers.safeguarding] == safeguarding
    assert [line.number for line in numbers.young] == young


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
