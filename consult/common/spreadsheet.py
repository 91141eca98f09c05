"""Tables that are opened in spreadsheet programs."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

# What a spreadsheet program would work out as a formula (OWASP, "CSV injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(cell: Any) -> Any:
    """What would be a formula begins with an apostrophe: it is text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def csv_response(name: str, rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a file; the mark at its beginning tells spreadsheet programs that it is UTF-8."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return response
