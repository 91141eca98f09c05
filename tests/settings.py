"""Settings of the test run: those of production, with a key, a private folder and a fast password hasher."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ["DEBUG"] = "0"
os.environ["DEMO"] = "1"

from portal.settings import *  # noqa: F403

TEST_DIR = Path(tempfile.mkdtemp(prefix="consilium-tests-"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
RELATED_INDEX_DIR = TEST_DIR / "related"
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
