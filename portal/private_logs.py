"""Keeps private links and patients' words out of the log: addresses without what makes them secret, errors of the
database without the row that caused them.
"""

import logging
import re
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
