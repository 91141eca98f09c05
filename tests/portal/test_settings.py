"""What the environment makes of the settings, each time in a fresh process."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ASK = "import portal.settings as s; print(s.DATABASES['default']['ENGINE'])"


def run(code: str = ASK, **env: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a fresh process with just this environment."""
    clean = {
        key: value
        for key, value in os.environ.items()
        if key in ("PATH", "HOME") or key.startswith("COVERAGE_")
    }
    return subprocess.run(
        [sys.executable, "-c", code],
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


def test_what_former_keys_signed_stays_good() -> None:
    ask = (
        "import django; django.setup(); from django.core import signing; from django.conf import settings; "
        "print(signing.loads(signing.dumps('stop mail', key='old', salt='s'), salt='s'))"
    )
    kept = {"SECRET_KEY": "new", "DJANGO_SETTINGS_MODULE": "portal.settings"}
    assert run(ask, **kept, SECRET_KEY_FALLBACKS="older,old").stdout.strip() == "stop mail"
    assert "BadSignature" in run(ask, **kept).stderr


def test_the_site_speaks_the_language_it_is_told() -> None:
    ask = (
        "import django; django.setup(); import django.core.management as m; m.call_command('check'); "
        "from django.template import engines; "
        "print(engines['django'].from_string('{% load i18n %}{% trans \"Home\" %}').render())"
    )
    done = run(ask, SECRET_KEY="k", DJANGO_SETTINGS_MODULE="portal.settings", LANGUAGE_CODE="de")
    assert done.stdout.splitlines()[-1] == "Start", done.stderr  # from Django's own catalogue


def test_the_folder_of_the_data_is_for_its_user_alone(tmp_path: Path) -> None:
    done = run(SECRET_KEY="k", VAR_DIR=str(tmp_path / "lib" / "var"))
    assert done.returncode == 0
    assert stat.S_IMODE((tmp_path / "lib" / "var").stat().st_mode) == 0o700


def test_the_database_is_sqlite_unless_told_otherwise() -> None:
    assert run(SECRET_KEY="k").stdout.strip() == "django.db.backends.sqlite3"


def test_database_url_names_postgresql() -> None:
    done = run(SECRET_KEY="k", DATABASE_URL="postgres://u:p@db.example:5432/portal")
    assert done.stdout.strip() == "django.db.backends.postgresql"


def test_connections_to_postgresql_are_pooled_and_statements_broken_off_when_told() -> None:
    ask = "import portal.settings as s; d = s.DATABASES['default']; print(d['CONN_MAX_AGE'], d['OPTIONS'])"
    address = {"SECRET_KEY": "k", "DATABASE_URL": "postgres://u:p@db.example:5432/portal?sslmode=require"}
    assert run(ask, **address).stdout.strip() == (
        "600 {'sslmode': 'require', 'options': '-c hnsw.ef_search=200 "
        "-c max_parallel_workers_per_gather=0 -c jit=off -c statement_timeout=0 -c lock_timeout=0', "
        "'connect_timeout': 10, 'tcp_user_timeout': 10000}"
    )
    told = run(
        ask, **address, DATABASE_POOL="4", DATABASE_STATEMENT_SECONDS="30", DATABASE_LOCK_SECONDS="0.4"
    )
    assert told.stdout.strip() == (
        "0 {'sslmode': 'require', "
        "'options': '-c hnsw.ef_search=200 -c max_parallel_workers_per_gather=0 -c jit=off "
        "-c statement_timeout=30000 -c lock_timeout=400', "
        "'connect_timeout': 10, 'tcp_user_timeout': 10000, "
        "'pool': {'min_size': 1, 'max_size': 4, 'timeout': 10}}"
    )
    assert "pool" not in run(ask, SECRET_KEY="k", DATABASE_POOL="4").stdout


def test_an_address_of_mail_that_cannot_be_read_fails_loudly() -> None:
    done = run(SECRET_KEY="k", EMAIL_URL="smtp+tls://user:password@mail.example:587")
    assert done.returncode == 1
    assert "EMAIL_URL begins with" in done.stderr


def test_mail_goes_out_encrypted_as_the_manual_says() -> None:
    ask = "import portal.settings as s; print(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS)"
    done = run(ask, SECRET_KEY="k", EMAIL_URL="submission://user:password@mail.example:587")
    assert done.stdout.strip() == "mail.example 587 True"


def test_what_the_site_writes_can_stand_elsewhere(tmp_path: Path) -> None:
    ask = "import portal.settings as s; print(s.STATIC_ROOT, s.RELATED_INDEX_DIR, s.DATABASES['default']['NAME'])"
    done = run(ask, SECRET_KEY="k", VAR_DIR=str(tmp_path / "lib"))
    assert done.stdout.split() == [
        str(tmp_path / "lib" / name) for name in ("static", "related", "db.sqlite3")
    ]


def test_what_a_version_makes_can_stand_beside_its_code(tmp_path: Path) -> None:
    ask = (
        "import portal.settings as s; "
        "print(s.STATIC_ROOT, s.RELATED_ENCODER['path'], s.RED_FLAG_CLASSIFIER_PATH, "
        "s.PERSONAL_DATA_CLASSIFIER_PATH, s.SYNONYMS_PATH, s.VAR_DIR)"
    )
    done = run(ask, SECRET_KEY="k", VAR_DIR=str(tmp_path / "lib"), BUILD_DIR="build")
    made = ("static", "encoder", "red_flags", "personal_data", "synonyms.safetensors")
    assert done.stdout.split() == [
        *(str(settings.BASE_DIR / "build" / name) for name in made),
        str(tmp_path / "lib"),
    ]


def test_the_settings_of_the_manual_pass_the_deployment_check(tmp_path: Path) -> None:
    code = "import django, django.core.management as m; django.setup(); m.call_command('check', deploy=True)"
    done = run(
        code,
        DJANGO_SETTINGS_MODULE="portal.settings",
        SECRET_KEY="k2#Vx" * 12,
        VAR_DIR=str(tmp_path),
        DEBUG="0",
        DEMO="0",
        ALLOWED_HOSTS="ask.hospital.example",
        SITE_URL="https://ask.hospital.example",
        HTTPS_ONLY="1",
        BEHIND_PROXY="1",
        DEFAULT_FROM_EMAIL="ask@hospital.example",
    )
    # In an empty folder no files are collected, and there is no database to be asked.
    told = re.findall(r"\((?:portal|security)\.\w+\)", done.stderr)
    assert (done.returncode, told) == (0, ["(portal.W010)"]), done.stderr


def test_a_cache_in_the_database_as_the_manual_says() -> None:
    ask = (
        "import portal.settings as s; print(s.CACHES['default']['BACKEND'], s.CACHES['default']['LOCATION'])"
    )
    done = run(ask, SECRET_KEY="k", CACHE_URL="db://cache")
    assert done.stdout.strip() == "django.core.cache.backends.db.DatabaseCache cache"


def test_the_manual_lists_every_variable_and_no_other() -> None:
    code = (settings.BASE_DIR / "portal/settings.py").read_text()
    code += (settings.BASE_DIR / "portal/gunicorn.py").read_text()
    read = set(re.findall(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"', code)) | {"WEB_CONCURRENCY"}
    table = (settings.BASE_DIR / "docs/OPERATIONS.md").read_text().partition("## First installation")[0]
    listed: set[str] = set()
    for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE):
        first, *others = re.findall(r"`([A-Z_]+)`", row)
        base = first.removesuffix("_NAME")
        listed |= {first, *(base + name if name.startswith("_") else name for name in others)}
    assert listed == read
