"""Inputs that once broke the site, each a file of one kind."""

import json
from pathlib import Path
from typing import Any


def case(name: str) -> Any:
    """Return what stands in the file of this name."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))
