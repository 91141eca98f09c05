"""The documents: wrapped at 120 columns, and every link to a file of ours leads there."""

import re
from pathlib import Path

import pytest
from django.conf import settings

WIDTH = 120
FILES = sorted(
    [
        *settings.BASE_DIR.glob("*.md"),
        *settings.BASE_DIR.glob("docs/**/*.md"),
        settings.BASE_DIR / "locale/README.md",
    ]
)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_prose_is_wrapped(path: Path) -> None:
    # Tables and what is indented (commands, files to copy) are as wide as they have to be.
    prose = [line for line in path.read_text().splitlines() if not line.startswith(("|", "    "))]
    assert [line for line in prose if len(line) > WIDTH and " " in line.strip()] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_links_to_our_own_files_lead_there(path: Path) -> None:
    ours = [link for link in LINK.findall(path.read_text()) if "://" not in link and not link.startswith("/")]
    assert [link for link in ours if not (path.parent / link).exists()] == []
