"""The entries of DATABASES for replicas."""

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# One that hangs is left for the primary.
OPTIONS = {"connect_timeout": 2, "options": "-c statement_timeout=2000"}


def replicas(primary: dict[str, Any], urls: list[str], seconds: int) -> dict[str, dict[str, Any]]:
    """By alias, each as the primary but for where it is; a connection is kept so many seconds."""
    if urls and not primary["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured("DATABASE_REPLICA_URLS needs a DATABASE_URL of PostgreSQL.")
    common = {"CONN_MAX_AGE": seconds, "CONN_HEALTH_CHECKS": True, "OPTIONS": OPTIONS}
    return {
        f"replica{number}": dict(dj_database_url.parse(url)) | common | {"TEST": {"MIRROR": "default"}}
        for number, url in enumerate(urls, 1)
    }
