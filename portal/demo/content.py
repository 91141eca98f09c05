"""Reads the TOML files of the demo site."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

FOLDER = Path(__file__).resolve().parent
Entry = dict[str, Any]


class DemoContentError(Exception):
    """A file of the demo content is not right; the text names the file and the entry."""


def specialties() -> list[Entry]:
    """The specialties, each with its topics."""
    return list(_read(FOLDER / "specialties.toml")["specialty"])


def doctors() -> list[Entry]:
    """The doctors."""
    return list(_read(FOLDER / "doctors.toml")["doctor"])


def pages() -> list[Entry]:
    """The reference pages, one a file."""
    return [_read(path) for path in sorted(FOLDER.glob("pages/*.toml"))]


def threads() -> list[Entry]:
    """The threads of all files, oldest question first, each with `asked_on` as a date."""
    found = [thread for path in sorted(FOLDER.glob("threads/*.toml")) for thread in _read(path)["thread"]]
    for thread in found:
        if "asked_days_ago" in thread:
            thread["asked_on"] = timezone.localdate() - timedelta(days=thread["asked_days_ago"])
    return sorted(found, key=lambda thread: (thread["asked_on"], thread["key"]))


def moment(day: date, hour: int) -> datetime:
    """That hour of that day in local time, but never later than now."""
    return min(timezone.make_aware(datetime.combine(day, time(hour))), timezone.now())


def _read(path: Path) -> Entry:
    """Return one file with the blank ends of its texts cut off, or raise DemoContentError."""
    try:
        return dict(_trimmed(tomllib.loads(path.read_text(encoding="utf-8"))))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DemoContentError(f"{path.name}: {error}") from error


def _trimmed(value: Any) -> Any:
    """The value with every text in it stripped."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [_trimmed(item) for item in value]
    if isinstance(value, dict):
        return {key: _trimmed(item) for key, item in value.items()}
    return value
