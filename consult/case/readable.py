"""The export as sections of labelled lines, for a page that people read."""

from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from consult.case.export import SECTIONS, Line, Section
from consult.common.commonmark import plain_text

Entry = list[tuple[str, str]]


def readable(data: dict[str, Any]) -> list[tuple[list[Entry], Any]]:
    """Return (entries, title) for each part of an export; an entry is a list of (label, words), empty ones left out."""
    sections = []
    for section in SECTIONS:
        rows = data[section.name] if isinstance(data[section.name], list) else [data[section.name]]
        entries = [_days(rows)] if section.name == "events" else [_entry(section, row) for row in rows]
        sections.append((entries, section.title))
    return sections


def _days(events: list[dict[str, Any]]) -> Entry:
    """What happened, each beside its day."""
    return [(_day(event["at"]), event["event"]) for event in events]


def _entry(section: Section, row: dict[str, Any]) -> Entry:
    """One row as labelled lines."""
    return [(str(line.label), _words(line, row[line.name])) for line in section.lines if row[line.name]]


def _words(line: Line, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if line.is_marked_up:
        return "\n".join(map(plain_text, value.splitlines()))
    return _day(value) if line.name.endswith("_at") else str(value)


def _day(moment: str) -> str:
    """The day of an ISO 8601 time, as it was here."""
    at = parse_datetime(moment)
    return date_format(timezone.localtime(at)) if at else moment
