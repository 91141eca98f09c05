"""Writes what was measured into docs/, between the marks of its name: <!-- bench:NAME --> and <!-- /bench:NAME -->."""

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime

from bench.live_site import ROOT

DOCS = ROOT / "docs"
MARKED = r"(<!-- bench:{name} -->\n)(.*?)(<!-- /bench:{name} -->)"


def write(name: str, lines: Iterable[str]) -> None:
    """Put these lines into the one document that has the marks of this name."""
    text = "\n".join(["", *lines, "", ""])
    pattern = re.compile(MARKED.format(name=name), re.DOTALL)
    for path in sorted(DOCS.glob("*.md")):
        whole = path.read_text(encoding="utf-8")
        if pattern.search(whole):
            path.write_text(pattern.sub(lambda found: found[1] + text + found[3], whole), encoding="utf-8")
            print(f"written into {path.relative_to(ROOT)}")
            return
    raise LookupError(f"No document has the marks of {name}.")


def taken(command: str) -> str:
    """By which command, when, and how busy the machine was: the line below a table."""
    cores, load = os.cpu_count(), os.getloadavg()[1]
    return f"`{command}`, {datetime.now(UTC):%-d %B %Y}, {cores} cores, load {load:.1f} at the end."
