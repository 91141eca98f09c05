"""An update while people use the site: new code, migrations, and gunicorn told to reload (HUP), with counts.

    python -m bench.update [--seconds 40] [--old REVISION] [--database postgresql]

Starts the site with the code of REVISION (a git worktree of its own), and under load checks out this commit's code,
migrates, collects the static files, and sends HUP; later a second HUP without a change.  SQLite can be told too, to see
what happens: the manual stops the site there.  "Failed" and "lost" as in bench/faults.py.  Commit first: what is not
committed is not part of the update.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

from bench.counting import Count, together
from bench.live_site import ROOT, LiveSite, Postgres, wait_until, work_folder
from bench.people import Browser, People

PAGES = (
    "/",
    "/questions/",
    "/specialties/",
    "/doctors/",
    "/conditions/",
    "/search/?q=cheek",
    "/health/live/",
)
READERS, WRITERS = 3, 2


def git(*arguments: str, at: Path = ROOT) -> str:
    """What git says."""
    return subprocess.run(
        ["git", *arguments], cwd=at, capture_output=True, text=True, check=True
    ).stdout.strip()


def update(site: LiveSite, revision: str, steps: list[str]) -> None:
    """What the manual says, with the time of each step."""

    def step(name: str, began: float) -> None:
        steps.append(f"{name} {time.monotonic() - began:.1f} s")

    began = time.monotonic()
    git("checkout", "--detach", "--quiet", revision, at=site.code)
    for time_run in range(1, 11):
        try:
            site.manage("migrate", "--verbosity", "0")
            step(f"migrate (run {time_run} x)", began)
            break
        except (
            RuntimeError
        ) as error:  # it waited for readers who waited for it: the migration was rolled back
            if "deadlock" not in str(error):
                raise
    began = time.monotonic()
    site.manage("collectstatic", "--no-input", "--verbosity", "0")
    step("collectstatic", began)
    reload(site, steps)


def reload(site: LiveSite, steps: list[str]) -> None:
    """New workers; waits until the old ones are gone."""
    began, old = time.monotonic(), set(site.worker_ids())
    if site.server:
        os.kill(site.server.pid, signal.SIGHUP)
    wait_until(lambda: not old & set(site.worker_ids()), 120)
    steps.append(f"HUP until the old workers were gone {time.monotonic() - began:.1f} s")


def rehearse(site: LiveSite, people: People, seconds: float) -> None:
    """Load all the while, the update after a quarter of the time, a second HUP after it; print what was counted."""
    count, slowest = Count(), [0.0]
    steps: list[str] = []
    is_over = threading.Event()

    def read(turn: list[int]) -> None:
        turn[0] += 1
        began = time.monotonic()
        answer = Browser(site.port).ask(PAGES[turn[0] % len(PAGES)])
        slowest[0] = max(slowest[0], time.monotonic() - began)
        count.add(answer.status == 200, answer)

    def happen() -> None:
        try:
            time.sleep(seconds / 4)
            update(site, git("rev-parse", "HEAD"), steps)
            time.sleep(seconds / 4)
            reload(site, steps)
            time.sleep(seconds / 4)
        finally:
            is_over.set()

    def until_over(act: object) -> None:
        while not is_over.is_set() and callable(act):
            act()

    beside = threading.Thread(target=happen)
    beside.start()
    readers = [lambda turn=[start]: until_over(lambda: read(turn)) for start in range(READERS)]
    writers = [lambda: until_over(lambda: count.whole_way(people))] * WRITERS
    together(*readers, *writers, seconds=1, times=1)
    beside.join()
    count.settle(people)
    print("| sent | answered | failed | lost | writes verified | slowest page | |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    told = [
        f"{number} x {status or 'no answer'}" for status, number in sorted(count.statuses.items()) if number
    ]
    print(f"| {count.tried} | {count.tried - count.failed} | {count.failed} | {count.lost} | {len(count.cases)} | "
          f"{slowest[0]:.1f} s | {'; '.join([*told, *dict.fromkeys(count.notes)])} |")  # fmt: skip
    print("; ".join(steps))
    said = Counter(
        re.findall(r"^[\w.]+(?:Error|Exception|DoesNotExist)\b.*$", site.log.read_text(), re.MULTILINE)
    )
    print("\n".join(f"{number} x {line}" for line, number in said.most_common(10)))


def main() -> None:
    """Make the worktree and the site, rehearse, remove both."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--old", default="HEAD", help="the version that is updated from")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    options = parser.parse_args()
    folder = work_folder()
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own
    code = folder / "code"
    git("worktree", "add", "--detach", str(code), options.old)
    postgres = Postgres(folder) if options.database == "postgresql" else None
    site = LiveSite(folder / "site", postgres=postgres.make("site") if postgres else "")
    site.code = code
    try:
        known = site.prepare()
        site.start()
        rehearse(site, People(site.port, known), options.seconds)
    finally:
        site.stop()
        if postgres:
            postgres.stop()
        git("worktree", "remove", "--force", str(code))
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
