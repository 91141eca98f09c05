"""Bootstrap for the pages: of its own build, as the wheel brings it, the rules for what our pages use.

Compressed, the whole is 23 KB, more than half of a first visit; what our pages use of it is 5 KB.
"""

import os
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import django_include_bootstrap
import tinycss2  # type: ignore[import-untyped]
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from tinycss2 import serialize

WHOLE = Path(django_include_bootstrap.__file__).parent / "static" / "css" / "bootstrap.min.css"
PREFIX, NAME = "bootstrap", "css/bootstrap.min.css"
NAMES = """
btn btn-danger btn-lg btn-link btn-outline-primary btn-primary btn-sm d-block d-none d-print-block form-check
form-check-inline form-check-input form-check-label form-control form-label form-select form-text fs-6 h3
invalid-feedback is-invalid lead list-unstyled mb-3 mt-3 my-3 table text-nowrap visually-hidden
"""
USED = frozenset(NAMES.split())
"""The classes of Bootstrap that a page may have (tests/portal/test_bootstrap.py finds one that is missing here)."""

NEVER = "[data-bs-theme=dark]"

Tokens = Sequence[Any]


def classes(selector: Tokens) -> set[str]:
    """The classes that an element and those around it must have for this selector; those in :not() are none of them."""
    return {name.value for dot, name in pairwise(selector) if dot == "." and name.type == "ident"}


def reduced(css: str | Tokens) -> str:
    """The style sheet without the rules that match nothing when pages have no classes of it but those in USED."""
    return "".join(map(_kept, tinycss2.parse_stylesheet(css, skip_whitespace=True)))


def _kept(rule: Any) -> str:
    """What is kept of one rule, "" for nothing.  Raises ValueError for a rule that is not understood."""
    if rule.type == "qualified-rule":
        kept = [
            head for head in selectors(rule.prelude) if classes(head) <= USED and NEVER not in serialize(head)
        ]
        return f"{','.join(map(serialize, kept))}{{{serialize(rule.content)}}}" if kept else ""
    if rule.type == "comment":
        return rule.serialize() if rule.value.startswith("!") else ""
    if rule.type == "at-rule" and rule.at_keyword == "media":
        inner = reduced(rule.content)
        return f"@media{serialize(rule.prelude)}{{{inner}}}" if inner else ""
    if rule.type == "at-rule" and rule.at_keyword in ("charset", "keyframes"):
        return str(rule.serialize())
    raise ValueError(f"Not understood in the style sheet of Bootstrap: {rule.serialize()[:80]!r}")


def selectors(prelude: Tokens) -> list[list[Any]]:
    """The selectors of a rule, which commas part."""
    found: list[list[Any]] = [[]]
    for each in prelude:
        if each == ",":
            found.append([])
        else:
            found[-1].append(each)
    return found


@cache
def _made(folder: Path) -> Path:
    """The file in this folder, written when it is not there as it should be."""
    path, text = folder / NAME, reduced(WHOLE.read_text())
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}")
        new.write_text(text)
        new.replace(path)  # whole at once, whoever reads it meanwhile
    return path


class BootstrapFinder(BaseFinder):
    """Finds this one file, under the address that the whole one would have."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.storage = FileSystemStorage(settings.BUILD_DIR / "bootstrap")
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]  # as Django's own finders do

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """Its place on the disk, for `runserver` and tests."""
        if path != f"{PREFIX}/{NAME}":
            return []
        made = str(_made(Path(self.storage.location)))
        return [made] if find_all else made

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """It, for `collectstatic`."""
        _made(Path(self.storage.location))
        yield NAME, self.storage
