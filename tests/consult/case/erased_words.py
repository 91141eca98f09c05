"""Looking for words in everything that the site stores."""

import gzip
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection

GZIP = b"\x1f\x8b"


def tables_with(word: str) -> list[str]:
    """Every table, virtual and shadow tables included, in one of whose columns the word stands."""
    found = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(_holds(value, word) for row in cursor.fetchall() for value in row):
                found.append(table)
    return found


def files_with(word: str | bytes) -> list[str]:
    """Every file of the database and of the index in whose bytes the word, or these bytes, stand."""
    folders = [Path(settings.RELATED_INDEX_DIR)]
    if connection.vendor == "sqlite":
        folders.append(Path(connection.settings_dict["NAME"]).parent)
    files = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    return sorted(path.name for path in files if _in_bytes(path.read_bytes(), word))


def elsewhere(word: str) -> list[str]:
    """The cache and the mails sent by this process."""
    texts = {"cache": repr(shared_rows(cache)), "mail": repr([m.message() for m in mail.outbox])}
    return [name for name, text in texts.items() if word.lower() in text.lower()]


def shared_rows(cache: Any) -> list[tuple[Any, ...]]:
    """Everything that the cache holds."""
    rows: list[tuple[Any, ...]] = cache._connection().execute("SELECT * FROM entries").fetchall()
    return rows


def _holds(value: Any, word: str) -> bool:
    """Whether the word stands in a value, in whatever case."""
    if isinstance(value, bytes | memoryview):
        whole = bytes(value)
        plain = gzip.decompress(whole) if whole.startswith(GZIP) else whole  # a stored page
        return word.lower().encode() in plain.lower()
    return word.lower() in str(value).lower()


def _in_bytes(whole: bytes, word: str | bytes) -> bool:
    """Whether these bytes, or the word in whatever case, stand in a file."""
    return word in whole if isinstance(word, bytes) else word.lower().encode() in whole.lower()
