"""Settings of the test run: those of production, with a key, a private folder and a fast password hasher."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ["DEBUG"] = "0"
os.environ["DEMO"] = "1"
# Playwright's own event loop runs in the thread of the browser tests.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from portal.settings import *  # noqa: F403

TEST_DIR = Path(tempfile.mkdtemp(prefix="consilium-tests-"))
atexit.register(shutil.rmtree, TEST_DIR, ignore_errors=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
RELATED_INDEX_DIR = TEST_DIR / "related"
CACHES["default"]["LOCATION"] = TEST_DIR / "cache.sqlite3"  # noqa: F405
STATIC_ROOT = TEST_DIR / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in production: the live server of the browser tests shares it between threads.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DIR / "test.sqlite3")}  # noqa: F405
ASK_MINIMUM_SECONDS = 0
# No thread of one test writes into the database of the next; test_background.py runs the real one.
TASKS = {
    name: {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"} for name in ("default", "pages")
}
