"""What a site does when something breaks under it: real processes, and a table of what was tried, failed and lost.

    python -m bench.faults [--database sqlite postgresql] [--only mail disk ...] [--seconds 8]

"Tried" counts acts of people: a question asked page by page, a reply published, a thread approved, a page read.
"Failed" is what the site did not say was done: the person sees that, and does it again.  "Lost" is what the site said
was done and did not show afterwards, and "unclear" an answer of four or five hundred that is no page for people.
Needs `make encoder var/static/collected`.  As root it fills a small disk of its own (tmpfs); else it says "skipped".
Ends with 1 when anything is lost or unclear, or a fault could not be tried.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial

from bench.counting import Count, Place, SkippedError
from bench.fault_scenarios import (
    clock,
    copied,
    crowd,
    engine,
    erased_while_read,
    full_disk,
    killed_rebuild,
    killed_workers,
    locked,
    mail,
    read_only,
)
from bench.live_site import Postgres, work_folder

FAULTS: dict[str, Callable[[Place, Count], None]] = {
    "workers killed (kill -9)": killed_workers,
    "rebuild killed (kill -9)": killed_rebuild,
    "disk full": full_disk,
    "database locked for 30 s": locked,
    "database read-only": read_only,
    "mail server down": partial(mail, how="down"),
    "mail server slow (20 s)": partial(mail, how="slow"),
    "mail server refusing": partial(mail, how="refusing"),
    "encoder missing": partial(engine, how="missing"),
    "encoder corrupt": partial(engine, how="corrupt"),
    "vector file damaged": partial(engine, how="vectors"),
    "clock jumps": clock,
    "copy in the middle of writes": copied,
    "erased and discarded while a reader is open": erased_while_read,
    "50 readers, 8 writers": crowd,
}
# With PostgreSQL the disk is the server's, and vectors lie in a column.
SQLITE_ONLY = ("disk full", "vector file damaged")


HEADER = ["| fault | tried | failed | lost | unclear | |", "| --- | --- | --- | --- | --- | --- |"]


def measure(kind: str, only: list[str], seconds: float) -> Iterator[tuple[str, bool]]:
    """The lines of the table for one kind of database, each with whether all is well."""
    folder = work_folder()
    postgres = Postgres(folder) if kind == "postgresql" else None
    place = Place(kind, folder, seconds, postgres)
    try:
        place.prepare()
        for name, fault in FAULTS.items():
            if (only and not any(word in name for word in only)) or (postgres and name in SQLITE_ONLY):
                continue
            count = Count()
            try:
                fault(place, count)
                figures = f"{count.tried} | {count.failed} | {count.lost} | {count.unclear} | {count.words}"
                yield f"| {name}, {kind} | {figures} |", not (count.lost or count.unclear)
            except (OSError, RuntimeError, subprocess.SubprocessError) as error:
                yield f"| {name}, {kind} | | | | | could not be tried: {type(error).__name__} |", False
            except SkippedError as reason:
                yield f"| {name}, {kind} | | | | | skipped: {reason} |", False
    finally:
        if postgres:
            postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Print the table; 1 when something is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--seconds", type=float, default=8)
    options = parser.parse_args()
    print("\n".join(HEADER), flush=True)
    is_well = True
    for kind in options.database:
        for line, is_right in measure(kind, options.only, options.seconds):
            print(line, flush=True)
            is_well &= is_right
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
