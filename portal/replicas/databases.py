"""The entries of DATABASES for replicas."""

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# One that hangs, or whose machine is gone without a word, is left for the primary.
OPTIONS = {
    "connect_timeout": 2,
    "options": "-c statement_timeout=2000",
    "tcp_user_timeout": 3000,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
}


def replicas(primary: dict[str, Any], urls: list[str], seconds: int) -> dict[str, dict[str, Any]]:
    """By alias, each as the primary but for where it is; a connection is kept so many seconds."""
    if urls and not primary["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured("DATABASE_REPLICA_URLS needs a DATABASE_URL of PostgreSQL.")
    common = {"CONN_MAX_AGE": seconds, "CONN_HEALTH_CHECKS": True, "TEST": {"MIRROR": "default"}}
    found: dict[str, dict[str, Any]] = {}
    for number, url in enumerate(urls, 1):
        parsed: dict[str, Any] = dict(dj_database_url.parse(url))
        # What the address says of TLS stands.
        found[f"replica{number}"] = parsed | common | {"OPTIONS": parsed.get("OPTIONS", {}) | OPTIONS}
    return found
