"""A password that somebody who knows the site would try is refused; a long one of several words is not."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from tests.factories import SpecialtyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

REPEATS, GUESSABLE = "password_repeats", "password_too_guessable"


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_NAME, settings.SITE_URL = "Ask Northfield", "https://ask.riverside.example"
    SpecialtyFactory(name="Neurology")


def refused(password: str) -> list[str]:
    try:
        validate_password(password, User(username="x"))
    except ValidationError as error:
        return [str(one.code) for one in error.error_list]
    return []


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("consiliumconsilium", [REPEATS]),
        ("passwordpassword", [REPEATS]),
        ("abababababab", [REPEATS]),
        ("Consilium2026!", [GUESSABLE]),
        ("hospital12345", [GUESSABLE]),
        ("hospital12345678", [GUESSABLE]),
        ("northfield2026", [GUESSABLE]),
        ("Riverside-2026", [GUESSABLE]),
        ("NeurologyDoctor1", [GUESSABLE]),
        ("sunshine-2026!", [GUESSABLE]),
        ("2026-iloveyou!", [GUESSABLE]),
        ("836492750183", ["password_entirely_numeric"]),
        ("short", ["password_too_short"]),
        ("a long enough one 7", []),
        ("correct horse battery staple", []),
        ("hospital lantern gravel", []),
        ("83a72-9914-5527", []),
        ("vXq83nPw0sLk", []),
    ],
)
def test_what_is_refused_and_why(password: str, found: list[str]) -> None:
    assert refused(password) == found


def test_the_form_says_so_before() -> None:
    assert any("word of this site" in text for text in password_validators_help_texts())
