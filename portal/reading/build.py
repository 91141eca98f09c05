"""What made a page, apart from the database: code, templates, static files, settings, packages."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from conditions.related.encoder.encoder import calibration_in_use

SOURCES = ("consult", "conditions", "portal", "templates", "locale")
SUFFIXES = {".py", ".html", ".txt", ".mo", ".toml"}
SETTINGS = (
    "SITE_NAME",
    "SITE_URL",
    "DEMO",
    "DEBUG",
    "MIDDLEWARE",
    "ROOT_URLCONF",
    "STATIC_URL",
    "LANGUAGE_CODE",
    "TIME_ZONE",
    "COUNTRY",
    "EMERGENCY_NUMBERS",
    "SMALL_CELL",
    "HTTPS_ONLY",
    "CONTENT_SECURITY_POLICY",
    "PERMISSIONS_POLICY",
)


@cache
def build() -> str:
    """16 hex digits that differ wherever a page could: by contents, so that all machines say the same.

    Read once for the process: 20 ms.
    """
    digest = hashlib.sha256()
    values: dict[str, Any] = {name: getattr(settings, name) for name in SETTINGS}
    values["numbers of the encoder"] = repr(calibration_in_use())
    # It signs the addresses of the further pages of a list.
    values["key"] = salted_hmac("portal.reading.build", "").hexdigest()
    digest.update(json.dumps(values, sort_keys=True, default=str).encode())
    files = [
        path
        for folder in SOURCES
        for path in (settings.BASE_DIR / folder).rglob("*")
        if path.suffix in SUFFIXES
    ]
    made_with = [
        settings.BASE_DIR / "locks/requirements.txt",
        Path(settings.STATIC_ROOT) / "staticfiles.json",
    ]
    for path in [*sorted(files), *made_with]:
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
