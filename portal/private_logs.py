"""Keeps private links and patients' words out of the log: an address is logged without what makes it secret."""

import logging
import re
from typing import Any

# The token of a private page, and the title of a question, which outlives its erasure in old links.
_SECRET = re.compile(
    r"(/(?:cases?|unsubscribe)/)(?!find/)[^/\s?]+|(/questions/\d+/)[^/\s?]+|([?&](?:q|next)=)[^&\s]+"
)


def without_secrets(text: str) -> str:
    """Return the text with the secret parts of addresses replaced by an ellipsis."""
    return _SECRET.sub(lambda match: f"{match[1] or match[2] or match[3]}…", text)


class PrivateAddresses(logging.Filter):
    """Rewrites the arguments of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without the secrets."""
        if isinstance(record.args, tuple):
            record.args = tuple(self._clean(value) for value in record.args)
        if isinstance(record.msg, str):
            record.msg = without_secrets(record.msg)
        return True

    def _clean(self, value: Any) -> Any:
        """Texts are rewritten; numbers stay numbers for their %d."""
        return without_secrets(value) if isinstance(value, str) else value
