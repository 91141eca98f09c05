"""Every static reference resolves, and files are kept hashed and compressed."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.http import HttpResponse
from whitenoise.storage import CompressedManifestStaticFilesStorage

from portal.static_storage import StaticFiles

REFERENCE = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")


def references() -> set[str]:
    """Return every path named by a static tag in our templates."""
    templates = (settings.BASE_DIR / "templates").rglob("*.*")
    return {name for path in templates for name in REFERENCE.findall(path.read_text())}


def test_every_static_reference_resolves() -> None:
    names = references()
    assert "css/site.css" in names
    assert {name for name in names if finders.find(name) is None} == set()


def test_static_files_are_hashed_and_compressed(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    storage = CompressedManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    hashed = storage.stored_name("css/site.css")
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", hashed)
    assert (tmp_path / f"{hashed}.br").exists()


@pytest.mark.one_database
@pytest.mark.django_db  # an answer that is closed looks after connections
def test_files_of_another_version_are_served_during_an_update(tmp_path: Path, settings: Any, rf: Any) -> None:
    own, shared = tmp_path / "own", tmp_path / "shared"
    for folder in (own, shared):
        (folder / "css").mkdir(parents=True)
    (own / "css" / "site.old.css").write_text("old")
    (tmp_path / "secret.txt").write_text("secret")
    settings.STATIC_ROOT, settings.SHARED_STATIC_DIR = str(own), str(shared)
    serve = StaticFiles(lambda request: HttpResponse("no file", status=404))
    (shared / "css" / "site.new.css").write_text("new")  # prepared after this version was started

    def told(path: str) -> tuple[int, bytes]:
        answer = serve(rf.get(path))
        body = b"".join(answer)
        answer.close()
        return answer.status_code, body

    assert told("/static/css/site.old.css") == (200, b"old")
    assert told("/static/css/site.new.css") == (200, b"new")
    assert told("/static/css") == told("/static/css/none.css") == (404, b"no file")
    assert told("/static/../secret.txt") == told("/static//../secret.txt") == (404, b"no file")
    settings.SHARED_STATIC_DIR = None
    serve = StaticFiles(lambda request: HttpResponse("no file", status=404))
    assert told("/static/css/site.new.css") == (404, b"no file")
