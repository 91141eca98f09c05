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


def test_every_benchmark_is_listed_and_writes_into_marks_that_there_are() -> None:
    folder, table = settings.BASE_DIR / "bench", (settings.BASE_DIR / "docs/PERFORMANCE.md").read_text()
    listed = set(re.findall(r"`([a-z_.]+)`", table.partition("## The commands")[2]))
    there = {".".join(path.relative_to(folder).with_suffix("").parts) for path in folder.rglob("*.py")}
    modules = {name for name in there if not name.endswith("__init__")}
    assert (modules - listed, {name for name in listed - modules if "." in name}) == (set(), set())
    written = {
        name
        for path in folder.glob("*.py")
        for name in re.findall(r'^ +write\("(\w+)"', path.read_text(), re.M)
    }
    marks = re.findall(
        r"<!-- bench:(\w+) -->\n.*?<!-- /bench:\1 -->",
        "".join(path.read_text() for path in sorted((settings.BASE_DIR / "docs").glob("*.md"))),
        re.DOTALL,
    )
    assert sorted(marks) == sorted(written)
