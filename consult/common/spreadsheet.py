"""Tables of spreadsheet programs: read however they were saved, written so that no cell is worked out."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

SEPARATORS = ",;\t"
# The first bytes of an .xlsx and of an old .xls file.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What a spreadsheet program would work out as a formula (OWASP, "CSV injection"), in full width too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class SpreadsheetError(ValueError):
    """The file is no table that can be brought in; the text says why, in a sentence."""


@dataclass(frozen=True)
class Table:
    """The columns of a table in small letters, and its rows with the numbers that they have in a spreadsheet."""

    columns: list[str]
    rows: list[tuple[int, list[str]]]


def read_table(data: bytes) -> Table:
    """Read a CSV file: UTF-8, UTF-16 or cp1252, with commas, semicolons or tabs.  Raises SpreadsheetError.

    Empty rows and empty columns at the end are no rows and columns; a row that is too short is filled up.
    """
    text = _decoded(data)
    first, _end, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == len("sep=;"):
        separator, text, before = first[4], rest, 1
    else:
        separator, before = _separator(first), 0
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True))
    except csv.Error as error:
        raise SpreadsheetError(_("The file cannot be read as a table. Save it as CSV.")) from error
    columns = (
        [" ".join(name.split()).lower().replace(" ", "_") for name in _trimmed(lines[0])] if lines else []
    )
    if not columns:
        raise SpreadsheetError(_("The file has no headings in its first row."))
    for name, count in Counter(columns).items():
        if count > 1:
            raise SpreadsheetError(_("The column “%s” stands twice in the first row.") % name)
    rows = [
        (number, _fitted(cells, len(columns), number))
        for number, cells in enumerate(lines[1:], start=2 + before)
        if any(cell.strip() for cell in cells)
    ]
    return Table(columns, rows)


def guarded(cell: str) -> str:
    """The cell as it goes out: what would be a formula begins with an apostrophe, and is text."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before it went out."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def _decoded(data: bytes) -> str:
    """The text of the file."""
    if data.startswith(_WORKBOOKS):
        raise SpreadsheetError(_("This is a workbook. Save it as CSV, and bring that in."))
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise SpreadsheetError(_("The file cannot be read as a table. Save it as CSV."))
    return text


def _separator(line: str) -> str:
    """What separates the columns: what the first line has most of, outside quotes."""
    bare = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=bare.count)


def _trimmed(cells: list[str]) -> list[str]:
    """The cells without empty ones at the end."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _fitted(cells: list[str], width: int, number: int) -> list[str]:
    """The cells of a row, as many as there are columns."""
    cells = _trimmed(cells)
    if len(cells) > width:
        raise SpreadsheetError(
            _(
                "Row %(row)d has %(cells)d cells and there are %(columns)d columns. Put a text that has a separator in "
                "it into quotes."
            )
            % {"row": number, "cells": len(cells), "columns": width}
        )
    return cells + [""] * (width - len(cells))


def csv_response(name: str, rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a file; the mark at its beginning tells spreadsheet programs that it is UTF-8."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return response
