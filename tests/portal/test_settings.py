"""A missing key fails loudly; the default database is SQLite."""

import os
import subprocess
import sys

from django.conf import settings

ASK = "import portal.settings as s; print(s.DATABASES['default']['ENGINE'])"


def run(**env: str) -> subprocess.CompletedProcess[str]:
    """Import the settings in a fresh process with just this environment."""
    clean = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME")}
    return subprocess.run(
        [sys.executable, "-c", ASK],
        env={**clean, **env},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_key_outside_debug_fails_loudly() -> None:
    done = run(SECRET_KEY="", DEBUG="0")
    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr


def test_the_database_is_sqlite_unless_told_otherwise() -> None:
    assert run(SECRET_KEY="k").stdout.strip() == "django.db.backends.sqlite3"


def test_database_url_names_postgresql() -> None:
    done = run(SECRET_KEY="k", DATABASE_URL="postgres://u:p@db.example:5432/portal")
    assert done.stdout.strip() == "django.db.backends.postgresql"
