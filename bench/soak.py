"""A site under mixed traffic at a modest rate for a long time: memory, tables, errors.

    python -m bench.soak [--minutes 60] [--rate 4] [--workers 2] [--every 30]

Readers, searches, questions with reply and approval, wrong links and forms.  Prints for each worker the memory after
warming up and at the end with its slope, for each table that grew who prunes it, and every answer of 500 and more.
Needs `make encoder var/static/collected`.
"""

import argparse
import json
import random
import re
import shutil
import statistics
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bench.live_site import LiveSite, work_folder
from bench.people import People

READ = ("/", "/questions/", "/search/?q={}", "/specialties/", "/specialties/neurology/", "/doctors/", "/ask/",
        "/conditions/", "/questions/feed/", "/case/wrong-token/", "/nowhere/", "/emergency/")  # fmt: skip
WORDS = ["cheek", "numb", "cold", "pain", "rash", "knee", "winter", "bicycle", "dizzy", "fever"]
ONE_IN = 12
"""Of the acts, a question that goes the whole way; the others are reading."""
VARYING = re.compile(r"\d+|(?<=/case/)[^/]+")
"""Of an address: numbers and tokens."""
FAILURE = re.compile(r"^[\w.]+(?:Error|Exception)\b.*$", re.MULTILINE)
MOST_GROWTH = 20.0
"""Megabytes an hour that a worker may grow by: the noise of a short run."""
COUNT = """
import json
from django.apps import apps
print(json.dumps({m._meta.label: m._default_manager.count() for m in apps.get_models(include_auto_created=True)}))
"""
PRUNED = """
import json
from portal.data_classes import case_models
from portal.retention import PERIODS
print(json.dumps({
    **{model._meta.label: "goes with its case" for model in case_models()},
    "consult.Question_topics": "goes with its case",
    **{p.rows().model._meta.label: "apply_retention" for p in PERIODS if not p.erase},
    "portal.PageTag": "goes with its page",
    **dict.fromkeys(["consult.AuditEntry", "consult.AuditLink", "consult.Tombstone", "portal.DailyTotal"],
                    "kept on purpose, no words"),
    "consult.PublicQuestion": "goes with its case",
    "conditions.IndexState": "one row a kind",
}))
"""


@dataclass
class Run:
    """What was seen."""

    slow: list[float] = field(default_factory=list)
    """Seconds of each act."""
    memory: dict[int, list[tuple[float, float]]] = field(default_factory=dict)


def errors_in(answers: list[tuple[str, int]]) -> Counter[str]:
    """Answers of 500 and more, and those that never came, by what was asked for."""
    failed = ((path, status) for path, status in answers if status >= 500 or status == 0)
    return Counter(
        f"{status or 'no answer'} {VARYING.sub('…', path.partition('?')[0])}" for path, status in failed
    )


def act(run: Run, people: People, chance: random.Random) -> None:
    """One person does one thing."""
    began = time.monotonic()
    if chance.randrange(ONE_IN):
        path = chance.choice(READ).format(f"{chance.choice(WORDS)}+{chance.choice(WORDS)}")
        people.browser().ask(path)
    else:
        case, _browser, _answer = people.post(email=True)
        if case and people.find_number(case):
            people.reply(case)
            people.approve(case)
    run.slow.append(time.monotonic() - began)


def watch(run: Run, site: LiveSite, began: float) -> None:
    """The private memory of each worker now."""
    for pid in site.worker_ids():
        try:
            used = psutil.Process(pid).memory_full_info().uss / 1e6
        except psutil.Error:
            continue
        run.memory.setdefault(pid, []).append((time.monotonic() - began, used))


def slope(points: list[tuple[float, float]]) -> float:
    """Megabytes an hour, of the second half of what was seen: the first warms up."""
    half = points[len(points) // 2 :]
    if len(half) < 3:
        return 0.0
    return statistics.linear_regression([at for at, _ in half], [used for _, used in half]).slope * 3_600


def drive(run: Run, site: LiveSite, people: People, *, seconds: float, rate: float, every: float) -> None:
    """Send the traffic, evenly, and look at memory in between."""
    began, looked, chance = time.monotonic(), 0.0, random.Random(20261127)
    threads: list[threading.Thread] = []
    while (now := time.monotonic() - began) < seconds:
        threads = [thread for thread in threads if thread.is_alive()]
        if len(threads) < 8:
            threads.append(threading.Thread(target=act, args=(run, people, random.Random(chance.random()))))
            threads[-1].start()
        if now - looked > every:
            looked = now
            watch(run, site, began)
        time.sleep(1 / rate)
    for thread in threads:
        thread.join()
    watch(run, site, began)


def tables(before: dict[str, int], after: dict[str, int], pruned: dict[str, str]) -> list[str]:
    """One line for each table that grew."""
    grown = {label: after[label] - count for label, count in before.items() if after[label] > count}
    return [
        f"| {label} | {before[label]} | {after[label]} | {pruned.get(label, 'NOTHING')} |"
        for label in sorted(grown, key=lambda label: -grown[label])
    ]


def tell(run: Run, people: People, site: LiveSite, before: dict[str, int], pruned: dict[str, str]) -> bool:
    """Print what was seen; whether all is well."""
    after = json.loads(site.manage("shell", "-v", "0", "-c", COUNT))
    lines = tables(before, after, pruned)
    quick = sorted(run.slow)
    errors = errors_in(people.answers)
    print(f"{len(quick)} acts, {len(people.answers)} answers, {errors.total()} errors {dict(errors)}, "
          f"median {1000 * quick[len(quick) // 2]:.0f} ms, slowest {quick[-1]:.1f} s")  # fmt: skip
    print("\n| worker | MB warm | MB at the end | MB an hour |\n| --- | --- | --- | --- |")
    for pid, points in run.memory.items():
        print(f"| {pid} | {points[len(points) // 2][1]:.1f} | {points[-1][1]:.1f} | {slope(points):+.1f} |")
    print("\n| table that grew | before | after | pruned by |\n| --- | --- | --- | --- |")
    print("\n".join(lines))
    files = {path.name: path.stat().st_size // 1_000 for path in sorted(site.var.glob("*.sqlite3*"))}
    print(f"\nfiles in KB: {files}")
    grows = [points for points in run.memory.values() if slope(points) > MOST_GROWTH]
    return not (errors or grows or any("NOTHING" in line for line in lines))


def main() -> None:
    """Run, and end with 1 when something is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=4, help="acts a second")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=float, default=30, help="seconds between two looks at memory")
    options = parser.parse_args()
    folder: Path = work_folder()
    site = LiveSite(folder / "site", workers=options.workers)
    try:
        known: dict[str, Any] = site.prepare()
        before = json.loads(site.manage("shell", "-v", "0", "-c", COUNT))
        pruned = json.loads(site.manage("shell", "-v", "0", "-c", PRUNED))
        site.start()
        run, people = Run(), People(site.port, known)
        drive(
            run,
            site,
            people,
            seconds=60 * options.minutes,
            rate=options.rate,
            every=options.every,
        )
        is_well = tell(run, people, site, before, pruned)
        said = Counter(FAILURE.findall(site.log.read_text()))
        print("\n".join(f"{count} x {line}" for line, count in said.items()))
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(not is_well)


if __name__ == "__main__":
    main()
