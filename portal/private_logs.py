"""Keeps private links and patients' words out of the log: addresses without what makes them secret, errors of the
database without the row that caused them.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

# The token of a private page; the title of a question, which outlives its erasure in old links; words searched for.
_SECRET = re.compile(
    r"(/(?:cases?|unsubscribe|accounts/password/reset/key)/)(?!find/)[^/\s?]+"
    r"|(/questions/\d+/)[^/\s?]+|([?&](?:q|title|next)=)[^&\s]+"
)

# PostgreSQL adds the values of the row to its message.
_ROW = re.compile(r"\n(?:DETAIL|CONTEXT):.*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL)


def without_secrets(text: str) -> str:
    """Return the text with the secret parts of addresses replaced by an ellipsis."""
    return _SECRET.sub(lambda match: f"{match[1] or match[2] or match[3]}…", text)


class PrivateAddresses(logging.Filter):
    """Rewrites the message of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without the secrets."""
        try:
            message = record.getMessage()
        except (KeyError, TypeError, ValueError):  # it does not fit its arguments: the handler says so
            return True
        record.msg, record.args = without_secrets(message), None
        return True


class PrivateTracebacks(logging.Formatter):
    """Formats records as Django does; tracebacks lose secrets and rows too."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  (the name is Python's)
        """The traceback without the secret parts of addresses and without the values of rows."""
        return without_secrets(_ROW.sub("", super().formatException(ei)))


_TOLD = ("request_id", "view", "method", "status", "ms")


class PrivateJson(PrivateTracebacks):
    """One line of JSON for each record, with a fixed list of fields.

    Whatever else a library puts on a record is left out: Django puts the whole request there.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {name: record.__dict__[name] for name in _TOLD if record.__dict__.get(name)}
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
