"""What made a page, apart from the database: code, templates, static files, settings."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings

SOURCES = ("consult", "conditions", "portal", "templates", "locale")
SUFFIXES = {".py", ".html", ".txt", ".mo", ".toml"}
SETTINGS = (
    "SITE_NAME",
    "SITE_URL",
    "DEMO",
    "LANGUAGE_CODE",
    "TIME_ZONE",
    "COUNTRY",
    "EMERGENCY_NUMBERS",
    "SMALL_CELL",
    "HTTPS_ONLY",
    "CONTENT_SECURITY_POLICY",
    "PERMISSIONS_POLICY",
    "RELATED_ENCODER",
)


@cache
def build() -> str:
    """16 hex digits that differ wherever a page could: by contents, so that all machines say the same.

    Read once for the process: 20 ms.
    """
    digest = hashlib.sha256()
    values = {name: getattr(settings, name) for name in SETTINGS}
    digest.update(json.dumps(values, sort_keys=True, default=str).encode())
    files = [
        path
        for folder in SOURCES
        for path in (settings.BASE_DIR / folder).rglob("*")
        if path.suffix in SUFFIXES
    ]
    for path in [*sorted(files), Path(settings.STATIC_ROOT) / "staticfiles.json"]:
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
