"""Bootstrap for the pages: of its own build, as the wheel brings it, the rules for what our pages use.

Compressed, the whole is 23 KB, more than half of a first visit; what our pages use of it is 5 KB.
"""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import django_include_bootstrap
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

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
BLOCK = re.compile(
    r"(?P<query>@media[^{]*)\{(?P<rules>(?:[^{}]*\{[^{}]*\})*)\}"
    r"|(?P<other>@charset[^;]*;|@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*\}|/\*!.*?\*/)"
    r"|/\*.*?\*/|(?P<heads>[^{}@/]+)\{(?P<body>[^{}]*)\}|\s+",
    re.DOTALL,
)
COMMA = re.compile(r",(?![^()]*\))")
CLASS = re.compile(r"\.((?:[a-zA-Z_-]|\\.)(?:[\w-]|\\.)*)")
NOT = re.compile(r":not\((?:[^()]|\([^()]*\))*\)")


def classes(selector: str) -> set[str]:
    """The classes that an element and those around it must have for this selector."""
    return {name.replace("\\", "") for name in CLASS.findall(NOT.sub("", selector))}


def reduced(css: str) -> str:
    """The style sheet without the rules that match nothing when pages have no classes of it but those in USED."""
    kept, end = [], 0
    for block in BLOCK.finditer(css):
        if block.start() != end:
            break
        end = block.end()
        if block["query"]:
            rules = reduced(block["rules"])
            kept.append(f"{block['query']}{{{rules}}}" if rules else "")
        elif block["heads"]:
            heads = [
                head for head in COMMA.split(block["heads"]) if classes(head) <= USED and NEVER not in head
            ]
            kept.append(f"{','.join(heads)}{{{block['body']}}}" if heads else "")
        else:
            kept.append(block["other"] or "")
    if end != len(css):
        raise ValueError(f"Not understood in the style sheet of Bootstrap: {css[end : end + 80]!r}")
    return "".join(kept)


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
