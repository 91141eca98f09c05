"""How the site logs: to the standard error output, without private addresses and words."""

from typing import Any


def log_config(*, format: str, level: str) -> dict[str, Any]:
    """Django's LOGGING; the format is "text" or "json"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "private": {"()": "portal.private_logs.PrivateAddresses"},
            "request_id": {"()": "portal.telemetry.request_ids.RequestId"},
        },
        "formatters": {
            "text": {"()": "portal.private_logs.PrivateTracebacks"},
            "json": {"()": "portal.private_logs.PrivateJson"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["private", "request_id"],
                "formatter": format,
            }
        },
        "loggers": {
            # Programs that scan the internet ask under made-up names, all day: a 400, and no traceback in the log.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # Two lines for each mail; what fails is told by whoever does it.
            "django_tasks": {"level": "WARNING"},
        },
        "root": {"handlers": ["console"], "level": level},
    }
