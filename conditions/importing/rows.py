"""One row of a reference pages file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from conditions.importing.layout import Section
from conditions.importing.phenotypes import readable
from consult.importing.lines import (
    BadLineError,
    Outcome,
    checked_text,
    key_of,
    line_of,
    list_of_texts,
    read_lines,
    text_of,
)

COLUMNS = "title, synonyms, publisher, url and sections"
_is_web_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Row:
    """A row as it will be stored; `key` identifies the page in every later run."""

    key: str
    title: str
    synonyms: list[str]
    publisher: str
    url: str
    sections: list[Section]


def read_rows(path: Path, outcome: Outcome) -> Iterator[Row]:
    """Yield the good rows of a file; add the bad ones to `outcome`.  Raises ImportFileError."""
    return read_lines(path, outcome, make=make_row, expected=COLUMNS)


def make_row(columns: dict[str, Any]) -> Row:
    """Check one row, or raise BadLineError."""
    url = text_of(columns, "url", max_length=500)
    try:
        _is_web_address(url)
    except ValidationError as error:
        raise BadLineError("“url” is not a web address") from error
    sections = columns.get("sections")
    if not isinstance(sections, list) or not sections:
        raise BadLineError("“sections” is not a list with at least one section")
    return Row(
        key=key_of(columns, "url"),
        title=line_of(columns, "title", max_length=160),
        synonyms=list_of_texts(columns, "synonyms", max_length=160),
        publisher=line_of(columns, "publisher", max_length=160),
        url=url,
        sections=[_section(section) for section in sections],
    )


def _section(columns: Any) -> Section:
    """Check one section, or raise BadLineError."""
    if not isinstance(columns, dict):
        raise BadLineError("a section is not a JSON object")
    return Section(
        kind=text_of(columns, "type", max_length=60).lower(),
        heading=checked_text(columns.get("heading", ""), "heading", max_length=400, required=False),
        text=readable(text_of(columns, "text", max_length=100_000)),
    )
