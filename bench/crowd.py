"""50 readers and 8 writers on one site for a minute: python -m bench.crowd [--database sqlite] [--seconds 60] [--write]

A reader opens a page every two seconds on average; a writer asks a question page by page, replies to it and approves
it, with the same pauses.  Before and after, the readers are measured alone, so that the others of a busy machine count
alike: first one reader, then all of them.  Prints the times of the pages, what was refused, and how often SQLite said
that it was locked.  --flat-out leaves the pauses away: then readers wait for the processor, whatever the database does.
Needs `make encoder var/static/collected`.
"""

import argparse
import random
import re
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bench.counting import Count, beside
from bench.live_site import PREPARE, LiveSite, Postgres, work_folder
from bench.pages import DEMO
from bench.people import Browser, People
from bench.report import taken, write

READERS, WRITERS = 50, 8
PAUSE = 2.0
"""Seconds between two acts of one person, on average."""
READ = (
    "/",
    "/questions/",
    "/specialties/",
    "/specialties/neurology/",
    "/doctors/",
    "/conditions/",
    "/conditions/categories/",
)
ALONE = "one reader"
TOGETHER = "50 readers"
CROWD = "50 readers, 8 writers"


@dataclass
class Spell:
    """One line of the table."""

    count: Count = field(default_factory=Count)
    took: list[float] = field(default_factory=list)
    """Milliseconds of each page."""

    def read(self, people: People, path: str) -> None:
        """One page."""
        browser, began = Browser(people.port), time.perf_counter()
        answer = browser.ask(path)
        self.took.append(1_000 * (time.perf_counter() - began))
        if not self.count.add(answer.status == 200, answer, browser):
            self.count.notes.append(path)

    @property
    def p95(self) -> float:
        """Of the pages."""
        return statistics.quantiles(self.took, n=20)[18]


def links(people: People) -> list[str]:
    """What a reader opens: lists, and the threads and reference pages that they lead to."""
    found = [
        path
        for start in ("/questions/", "/conditions/")
        for path in re.findall(rf'href="({start}[^"?#]+/)"', Browser(people.port).ask(start).text)
    ]
    return [*READ, *dict.fromkeys(found)]


def drive(spells: dict[str, Spell], people: People, seconds: float, pause: float) -> None:
    """The readers alone, the crowd, and the readers alone again."""
    chance, paths = random.Random(7), links(people)
    for path in paths:
        Browser(people.port).ask(path)

    def slowly(act: Callable[[], None], pause: float) -> Callable[[], None]:
        def acted() -> None:
            time.sleep(chance.expovariate(1 / pause) if pause else 0)
            act()

        return acted

    def spell(name: str, readers: int, writers: int, lasts: float, pause: float) -> None:
        here = spells.setdefault(name, Spell())
        reader = slowly(lambda: here.read(people, chance.choice(paths)), pause)
        writer = slowly(lambda: here.count.whole_way(people), pause)
        beside(lambda: time.sleep(lasts), *[reader] * readers, *[writer] * writers)

    def without_writers() -> None:
        spell(ALONE, 1, 0, seconds / 4, pause / 10)
        spell(TOGETHER, READERS, 0, seconds / 4, pause)

    without_writers()
    spell(CROWD, READERS, WRITERS, seconds, pause)
    without_writers()


def report(spells: dict[str, Spell], site: LiveSite, kind: str) -> Iterator[str]:
    """The rows of the table, and what the log says of locks."""
    alone = spells[ALONE].p95
    for name, spell in spells.items():
        count = spell.count
        yield (
            f"| {kind}: {name} | {len(spell.took):,} | {statistics.median(spell.took):.0f} ms | {spell.p95:.0f} ms "
            f"| {spell.p95 / alone:.2f} | {len(count.cases)} | {count.failed} | {count.lost} | {count.words} |"
        )
    locked = site.log.read_text().count("database is locked")
    yield f'| {kind}: lines with "database is locked" in the log | | | | | | {locked} | | |'


def main() -> None:
    """Make a site on each kind of database, measure, print, and write into the document."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", nargs="+", default=["sqlite"], metavar="KIND")
    parser.add_argument("--seconds", type=float, default=60, help="of the crowd")
    parser.add_argument("--flat-out", action="store_true", help="without pauses")
    parser.add_argument("--write", action="store_true", help="the table into docs/PERFORMANCE.md")
    options = parser.parse_args()
    lines = [
        "| | pages | median | 95th percentile | of one reader's | cases written | failed | lost | |",
        "| --- |" + " ---: |" * 7 + " --- |",
    ]
    for kind in options.database:
        folder = work_folder()
        folder.chmod(0o755)  # PostgreSQL runs as a user of its own
        postgres = Postgres(folder) if kind == "postgresql" else None
        site = LiveSite(folder / "site", postgres=postgres.make("bench") if postgres else "")
        site.environment["DEMO"] = "1"
        try:
            people = People(site.port, site.prepare(DEMO.replace('print("{}")', "") + PREPARE))
            site.start()
            spells: dict[str, Spell] = {}
            drive(spells, people, options.seconds, 0 if options.flat_out else PAUSE)
            spells[CROWD].count.settle(people)
            lines += report(spells, site, kind)
        finally:
            site.stop()
            if postgres:
                postgres.stop()
            shutil.rmtree(folder, ignore_errors=True)
    lines += ["", taken("python -m bench.crowd")]
    print("\n".join(lines))
    if options.write:
        write("crowd", lines)


if __name__ == "__main__":
    main()
