"""Settings that would break mail are named before they do; a site under an internationalised name works."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as ours

from portal.deployment import check_deployment
from portal.host_names import in_ascii
from tests.portal.test_deployment import warnings_with

CASE = json.loads((Path(ours.BASE_DIR) / "tests/cases/settings-that-break-mail.json").read_text())


def read(names: str, **environment: str) -> str:
    """Settings as they are read from this environment."""
    ask = f"import portal.settings as s; print(*({names},), sep='|')"
    variables = {"PATH": os.environ["PATH"], "SECRET_KEY": "k", "DEBUG": "0", "DEMO": "0", **environment}
    done = subprocess.run(
        [sys.executable, "-c", ask], env=variables, cwd=ours.BASE_DIR, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_an_internationalised_site_works() -> None:
    found = read(
        "s.SITE_URL, s.ALLOWED_HOSTS", SITE_URL=CASE["SITE_URL"], ALLOWED_HOSTS="spital-zürich.example"
    )
    assert found == "https://xn--spital-zrich-klb.example|['xn--spital-zrich-klb.example']"


@pytest.mark.parametrize(
    ("typed", "ascii"),
    [
        ("https://zürich.example:8443/portal", "https://xn--zrich-kva.example:8443/portal"),
        (".zürich.example", ".xn--zrich-kva.example"),
        ("[::1]", "[::1]"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_only_the_host_is_changed(typed: str, ascii: str) -> None:
    assert in_ascii(typed) == ascii


def test_a_sender_that_is_no_address_is_named(settings: Any) -> None:
    assert warnings_with(settings, DEFAULT_FROM_EMAIL=CASE["DEFAULT_FROM_EMAIL"]) == ["portal.W006"]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"DEFAULT_FROM_EMAIL": '"Spital, Zürich" <ask@spital.example>'}, []),
        ({"DEFAULT_FROM_EMAIL": "ask@spital.example"}, []),
        ({"DEFAULT_FROM_EMAIL": "Spital"}, ["portal.W006"]),
        ({"DEFAULT_FROM_EMAIL": "a@spital.example, b@spital.example"}, ["portal.W006"]),
        ({"STAFF_ALERT_EMAILS": ["a@spital.example", "Editors <b@spital.example>"]}, ["portal.W007"]),
        ({"STAFF_ALERT_EMAILS": ["a@spital.example"]}, []),
        ({"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}, ["portal.W008"]),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, ["portal.W008"]),
        (
            {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}},
            ["portal.W009"],
        ),
    ],
)
def test_each_misfit_is_named(settings: Any, changed: dict[str, Any], named: list[str]) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert warnings_with(settings, **changed) == named


def test_mail_into_files_goes_where_the_setting_says(tmp_path: Path) -> None:
    assert read("s.EMAIL_FILE_PATH", EMAIL_URL=f"file://{tmp_path}") == str(tmp_path)
    assert read("s.EMAIL_FILE_PATH", EMAIL_URL="smtp://localhost") == "None"


def test_the_words_of_every_warning_can_be_read() -> None:
    assert [warning.hint for warning in check_deployment() if not warning.hint] == []
