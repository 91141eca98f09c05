"""How many pages a second gunicorn answers, beside two floors in the same server: make bench

    python -m bench.pages [--database sqlite postgresql] [--seconds 2] [--rounds 5] [--present] [--write]

Makes a demo site on each database, and asks all of them in turns, page by page and round by round, so that whatever
else the machine does slows all alike.  Every address is asked for once before: what is measured are stored pages, and
searches, which are not stored.  With --present the site of the present settings is measured, whatever it holds
(bench/grow.py fills one).  --write puts the table into docs/PERFORMANCE.md.  `apt-get install wrk` first, or our own
client asks, which takes more of the processor than the server.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench import load
from bench.addresses import BARE_FLOOR, FLOOR, SEARCH
from bench.live_site import LiveSite, Postgres, work_folder
from bench.report import taken, write

DEMO = """
import io
from django.core.management import call_command
call_command("seed_demo", stdout=io.StringIO())
print("{}")
"""
WARM_SECONDS = 1
SEARCHED = 20
"""Searches before anything is measured: they are not stored."""


@dataclass
class Page:
    """One kind of page of one site: its addresses, and what was measured of it."""

    paths: list[str]
    asked: list[load.Asked] = field(default_factory=list)
    processor: float = 0.0

    @property
    def rates(self) -> list[float]:
        """Requests a second in each round."""
        return [each.answered / each.seconds for each in self.asked]

    @property
    def each(self) -> float:
        """Milliseconds of processor time for one request."""
        return 1_000 * self.processor / max(1, sum(each.answered for each in self.asked))


@dataclass
class Site:
    """One served database."""

    name: str
    live: LiveSite
    pages: dict[str, Page]

    def measure(self, page: Page, connections: int, seconds: float) -> None:
        """One spell of asking."""
        before = self.processor()
        page.asked.append(load.ask(self.live.port, page.paths, connections=connections, seconds=seconds))
        page.processor += self.processor() - before

    def processor(self) -> float:
        """Seconds of processor that the workers have used; a busy machine hardly changes it."""
        times = [psutil.Process(pid).cpu_times() for pid in self.live.worker_ids()]
        return float(sum(each.user + each.system for each in times))

    def memory(self) -> list[float]:
        """Megabytes of each worker, what they share divided among them (PSS)."""
        return [psutil.Process(pid).memory_full_info().pss / 1e6 for pid in self.live.worker_ids()]


def made(name: str, folder: Path, workers: int, postgres: Postgres | None, present: bool) -> LiveSite:
    """A site that is ready to be started."""
    live = LiveSite(folder / name, workers=workers, postgres=postgres.make("bench") if postgres else "")
    live.environment |= {
        "DJANGO_SETTINGS_MODULE": "bench.floor_settings", "DEMO": "1",
        # A worker that restarts is not what is measured.
        "GUNICORN_CMD_ARGS": "--max-requests 0",
    }  # fmt: skip
    if present:
        for variable in ("VAR_DIR", "SECRET_KEY", "DEMO"):
            live.environment.pop(variable)
            live.environment |= {variable: os.environ[variable]} if variable in os.environ else {}
        live.folder.mkdir()
    else:
        live.prepare(DEMO)
    return live


def sampled(live: LiveSite, only: list[str]) -> dict[str, Page]:
    """The kinds of page of a site."""
    command = [sys.executable, "-m", "bench.addresses"]
    told = subprocess.run(
        command, cwd=live.code, env=live.environment, capture_output=True, text=True, check=True
    )
    kinds = json.loads(told.stdout).items()
    return {name: Page(paths) for name, paths in kinds if not only or name in (*only, FLOOR, BARE_FLOOR)}


def table(sites: list[Site]) -> Iterator[str]:
    """A row for each kind of page, with columns for each site."""
    parts = ("requests/s", "of the floors", "95th percentile", "processor")
    yield "| | " + " | ".join(f"{site.name}: {part}" for site in sites for part in parts) + " |"
    yield "| --- |" + " ---: |" * len(parts) * len(sites)
    for name in sites[0].pages:
        yield f"| {name} | " + " | ".join(cells(site, name) for site in sites) + " |"


def cells(site: Site, name: str) -> str:
    """What was measured of one kind of page on one site."""
    page, floors = site.pages[name], (site.pages[FLOOR], site.pages[BARE_FLOOR])
    median = statistics.median(page.rates)
    shares = " and ".join(f"{median / statistics.median(floor.rates):.2f}" for floor in floors)
    p95 = statistics.median(each.p95 for each in page.asked)
    failed = sum(each.failed for each in page.asked)
    return (
        f"{median:,.0f} ({min(page.rates):,.0f} to {max(page.rates):,.0f}){f', {failed} failed' * bool(failed)} "
        f"| {shares} | {p95:.1f} ms | {page.each:.2f} ms"
    )


def report(sites: list[Site], options: argparse.Namespace) -> Iterator[str]:
    """The table, and what it was taken with."""
    yield from table(sites)
    yield ""
    yield (
        f"Median (least to most) of {options.rounds} rounds of {options.seconds:g} s for each kind of page, "
        f"{options.workers} workers,"
    )
    yield f"{options.connections} connections, compressed, asked by {load.client()}."
    for site in sites:
        yield f"Memory of a worker (PSS), {site.name}: {' and '.join(f'{each:.0f}' for each in site.memory())} MB."
    yield taken("make bench")


def main() -> None:
    """Measure in turns, print, and write into the document."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"], metavar="KIND")
    parser.add_argument("--present", action="store_true", help="the site of the present settings")
    parser.add_argument("--seconds", type=float, default=2, help="of each kind of page in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", nargs="+", default=[], help="these kinds of page (and the floors)")
    parser.add_argument("--write", action="store_true", help="the table into docs/PERFORMANCE.md")
    options = parser.parse_args()
    folder = work_folder()
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        sites = []
        for kind in ["present"] if options.present else options.database:
            postgres = Postgres(folder) if kind == "postgresql" else None
            if postgres:
                stack.callback(postgres.stop)
            live = made(kind, folder, options.workers, postgres, options.present)
            stack.callback(live.stop)
            live.start()
            sites.append(Site(names.get(kind, "this site"), live, sampled(live, options.only)))
        for site in sites:
            for name, page in site.pages.items():  # every worker then has read templates, model and vectors
                load.warm(site.live.port, page.paths[:SEARCHED] if name == SEARCH else page.paths)
                load.ask(site.live.port, page.paths, connections=options.connections, seconds=WARM_SECONDS)
        for _round in range(options.rounds):
            for name in sites[0].pages:
                for site in sites:
                    site.measure(site.pages[name], options.connections, options.seconds)
        lines = list(report(sites, options))
    print("\n".join(lines))
    if options.write:
        write("pages", lines)


if __name__ == "__main__":
    main()
