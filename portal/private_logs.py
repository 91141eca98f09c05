"""Keeps private links and patients' words out of the log: addresses without what makes them secret, errors with their
kind and place, and with their message only where it never quotes what somebody typed.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

# The token of a private page; the title of a question, which outlives its erasure in old links; words searched for.
_SECRET = re.compile(
    r"(/(?:cases?|unsubscribe|accounts/password/reset/key)/)(?!find/)[^/\s?]+"
    r"|(/questions/\d+/)[^/\s?]+|([?&](?:q|title|next)=)[^&\s]+"
)

_CAUSED = "The above exception was the direct cause of the following exception:"
_MEANWHILE = "During handling of the above exception, another exception occurred:"
_DATABASES = ("django.db.utils", "sqlite3", "psycopg")
# Whether the first line of an error's message is told; the first of its classes that stands here decides.  Of all
# others it is not: "invalid literal: 'my chest hurts'", a refused recipient.  Further lines are rows and statements.
_TELLS = {
    "builtins.ArithmeticError": True,
    "builtins.AttributeError": True,
    "builtins.ImportError": True,
    "builtins.MemoryError": True,
    "builtins.NameError": True,
    "builtins.OSError": True,
    "builtins.RecursionError": True,
    "smtplib.SMTPAuthenticationError": True,
    "smtplib.SMTPConnectError": True,
    "smtplib.SMTPServerDisconnected": True,
    "smtplib.SMTPException": False,
    "django.core.exceptions.ImproperlyConfigured": True,
    "django.core.exceptions.ObjectDoesNotExist": True,
    "django.template.exceptions.TemplateDoesNotExist": True,
    # PostgreSQL quotes the value that does not fit, and the part of a statement that it cannot read.
    **dict.fromkeys((f"{name}.DataError" for name in _DATABASES), False),
    **dict.fromkeys((f"{name}.ProgrammingError" for name in _DATABASES), False),
    **dict.fromkeys((f"{name}.Error" for name in _DATABASES), True),
}


def without_secrets(text: str) -> str:
    """Return the text with the secret parts of addresses replaced by an ellipsis."""
    return _SECRET.sub(lambda match: f"{match[1] or match[2] or match[3]}…", text)


def described(error: BaseException) -> str:
    """The kind of an error, with its message where that quotes nobody."""
    names = (f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__)
    tells = next((_TELLS[name] for name in names if name in _TELLS), False)
    kind, first = type(error).__qualname__, (str(error).splitlines() or [""])[0]
    return f"{kind}: {first}" if tells and first else kind


def _traceback(error: BaseException, told: frozenset[int] = frozenset()) -> Iterator[str]:
    """The places of an error, after those of the error that it came from."""
    former = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    told |= {id(error)}
    if former is not None and id(former) not in told:
        yield from _traceback(former, told)
        yield f"\n{_CAUSED if error.__cause__ else _MEANWHILE}\n\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{described(error)}\n"


class PrivateAddresses(logging.Filter):
    """Rewrites the message of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without the secrets."""
        record.msg = _without_words(record.msg)
        if isinstance(record.args, Mapping):
            record.args = {name: _without_words(value) for name, value in record.args.items()}
        elif record.args:
            record.args = tuple(map(_without_words, record.args))
        try:
            message = record.getMessage()
        except (KeyError, TypeError, ValueError):  # it does not fit its arguments: the handler says so
            return True
        record.msg, record.args = without_secrets(message), None
        return True


def _without_words(value: Any) -> Any:
    """An error as it may be told; everything else as it is."""
    return described(value) if isinstance(value, BaseException) else value


class PrivateTracebacks(logging.Formatter):
    """Formats records as Django does; tracebacks lose secrets and words too."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  (the name is Python's)
        """The kinds of the errors and where they happened, without what was typed and without secrets."""
        return without_secrets("".join(_traceback(ei[1])).rstrip("\n")) if ei[1] else ""


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
