"""How the training of the encoder reads files."""

import csv
import json
from pathlib import Path
from typing import Any

DOCS = Path("docs")


def json_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file that holds one in each line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, by the names in its first line."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
