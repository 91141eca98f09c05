"""An update while people use the site, with the scripts of deploy/ as they are, and counts.

    python -m bench.update --old REVISION [--seconds 60] [--database postgresql sqlite] [--write]

Prepares REVISION as deploy/prepare does, serves it as deploy/systemd says (bench/systemd.py stands in for systemd), and
under load prepares this commit and switches to it; then once more, back and forth between the same two.  Readers open
pages and a static file that the page names.  "Failed" and "lost" as in bench/faults.py.  Commit first: what is not
committed is not part of the update.  Packages are those of this checkout.
"""

import argparse
import itertools
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.counting import Count, beside
from bench.live_site import ROOT, LiveSite, Postgres, wait_until, work_folder
from bench.people import Browser, People
from bench.report import taken, write
from bench.systemd import Systemd

PAGES = (
    "/",
    "/questions/",
    "/specialties/",
    "/doctors/",
    "/conditions/",
    "/search/?q=cheek",
    "/health/live/",
    "/ask/",
)
READERS, WRITERS = 3, 2
STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def git(*arguments: str, at: Path = ROOT) -> str:
    """What git says."""
    return subprocess.run(
        ["git", *arguments], cwd=at, capture_output=True, text=True, check=True
    ).stdout.strip()


class Updated:
    """A site whose versions have folders of their own, as on a server."""

    def __init__(self, folder: Path, postgres: str) -> None:
        self.home = folder / "site"
        self.site = LiveSite(self.home, postgres=postgres)
        self.home.mkdir()
        self.site.var.mkdir(mode=0o700)
        git("clone", "--quiet", "--shared", "--no-checkout", str(ROOT), str(self.home / "repository"))
        ours = {"BUILD_DIR": "build", "SHARED_STATIC_DIR": str(self.home / "static"), **self.site.environment}
        names = ("BUILD_DIR", "SHARED_STATIC_DIR", "DATABASE_URL", "SECRET_KEY", "VAR_DIR", "SITE_URL", "EMAIL_URL",
                 "ABUSE_CHECK", "ASK_MINIMUM_SECONDS", "ASK_PER_ADDRESS_AN_HOUR", "STAFF_NEED_SECOND_FACTOR",
                 "LOG_LEVEL")  # fmt: skip
        lines = [f'{name}="{ours[name]}"\n' for name in names if name in ours]
        (self.home / ".env").write_text("".join(lines))
        self.systemd = Systemd(self.home, self.site.port, self.site.log)

    def prepare(self, revision: str) -> str:
        """deploy/prepare; the packages are there already."""
        version = git("rev-parse", "--short=12", revision)
        release = self.home / "releases" / version
        if not release.exists():
            git("worktree", "add", "--quiet", "--detach", str(release), revision, at=self.home / "repository")
            (release / ".venv").symlink_to(ROOT / ".venv")
        return self.run("prepare", revision)

    def run(self, script: str, argument: str) -> str:
        """One of the scripts; the last word that it printed."""
        command = [str(ROOT / "deploy" / script), argument]
        done = subprocess.run(
            command, env=self.systemd.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"deploy/{script}: {done.stdout[-1000:]}{done.stderr[-3000:]}")
        return (done.stdout.split() or [""])[-1]

    def start(self, version: str) -> People:
        """The first version, with a doctor and a moderator."""
        self.site.code = self.home / "releases" / version
        people = People(self.site.port, self.site.prepare())
        (self.home / "current").symlink_to(f"releases/{version}")
        self.site.mail(True)
        self.systemd.start("consilium")
        wait_until(self.site.answers, 60)
        return people

    def stop(self) -> None:
        """End everything."""
        self.systemd.close()
        self.site.mail(False)


def rehearse(updated: Updated, people: People, old: str, new: str, seconds: float) -> Iterator[str]:
    """Load all the while, and a row of the table for each step."""
    turns = itertools.count()
    steps = {
        f"from {old[:7]} to {new[:7]}": lambda: updated.run("switch", updated.prepare(new)),
        "the same version again": lambda: updated.run("switch", updated.prepare(new)),
    }
    for name, step in steps.items():
        count, slowest = Count(), [0.0]

        def read(count: Count = count, slowest: list[float] = slowest) -> None:
            began, browser = time.monotonic(), Browser(people.port)
            answer = browser.ask(PAGES[next(turns) % len(PAGES)])
            slowest[0] = max(slowest[0], time.monotonic() - began)
            count.add(answer.status == 200, answer, browser)
            for path in STATIC.findall(answer.text)[:2]:
                found = browser.ask(path)
                count.add(found.status == 200, found)

        def happen(step: object = step) -> None:
            time.sleep(seconds / 4)
            if callable(step):
                step()
            time.sleep(seconds / 4)

        beside(happen, *[read] * READERS, *[lambda count=count: count.whole_way(people)] * WRITERS)
        count.settle(people)
        cells = (name, count.tried, count.answered, count.failed, count.lost, len(count.cases), f"{slowest[0]:.1f} s",
                 count.words)  # fmt: skip
        yield f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Make the site, rehearse, print, and write into the document."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60, help="of load beside each update")
    parser.add_argument("--old", required=True, help="the version that is updated from")
    parser.add_argument(
        "--database", nargs="+", choices=["sqlite", "postgresql"], default=["postgresql", "sqlite"]
    )
    parser.add_argument("--write", action="store_true", help="the table into docs/OPERATIONS.md")
    options = parser.parse_args()
    old, new = git("rev-parse", options.old), git("rev-parse", "HEAD")
    lines = [
        "| update | acts sent | answered | failed | lost | cases verified | slowest page | |",
        "| --- |" + " ---: |" * 6 + " --- |",
    ]
    for kind in options.database:
        folder = work_folder()
        folder.chmod(0o755)  # PostgreSQL runs as a user of its own
        postgres = Postgres(folder) if kind == "postgresql" else None
        updated = Updated(folder, postgres.make("site") if postgres else "")
        try:
            people = updated.start(updated.prepare(old))
            for line in rehearse(updated, people, old, new, options.seconds):
                lines.append(line.replace("| ", f"| {kind}, ", 1))
                print(lines[-1], flush=True)
            log = updated.site.log.read_text()
            said = Counter(re.findall(r"^[\w.]+(?:Error|Exception|DoesNotExist)\b.*$", log, re.MULTILINE))
            print("\n".join(f"{number} x {line}" for line, number in said.most_common(10)))
            print("; ".join(updated.systemd.steps))
        finally:
            updated.stop()
            if postgres:
                postgres.stop()
            shutil.rmtree(folder, ignore_errors=True)
    lines += ["", taken("python -m bench.update")]
    print("\n".join(lines))
    if options.write:
        write("update", lines)


if __name__ == "__main__":
    main()
