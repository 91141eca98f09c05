"""A site under mixed traffic at a modest rate for a long time: memory, tables, errors.

    python -m bench.soak [--minutes 60] [--rate 4] [--workers 2] [--every 30] [--nights 6]

Readers, searches, questions with reply and approval, wrong links and forms, with `run_scheduled` beside the workers as
on a real site.  The run holds several nights: before each, what is older than the time between two of them is dated
back by its period of retention, so that `apply_retention` finds it due.  Prints the memory of each worker over time;
each table that grew, with its most rows and who prunes it; every answer of 500 and more, apart from them the page
"try again" (503) with the words of the sender on it.  Ends with 1 for any other, for a worker that grows, for a table
that nothing prunes.  Needs `make encoder var/static/collected`.
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
from bench.people import People, Seen

READ = ("/", "/questions/", "/search/?q={}", "/specialties/", "/specialties/neurology/", "/doctors/", "/ask/",
        "/conditions/", "/questions/feed/", "/case/wrong-token/", "/nowhere/", "/emergency/")  # fmt: skip
WORDS = ["cheek", "numb", "cold", "pain", "rash", "knee", "winter", "bicycle", "dizzy", "fever"]
ONE_IN = 12
"""Of the acts, a question that goes the whole way; the others are reading."""
VARYING = re.compile(r"\d+|(?<=/case/)[^/]+")
"""Of an address: numbers and tokens."""
FAILURE = re.compile(r"^[\w.]+(?:Error|Exception)\b.*$", re.MULTILINE)
MOST_GROWTH = 10.0
"""Megabytes that a worker may grow by in the second half: the noise."""
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
    "consult.PublicTag": "goes with its case",
    "conditions.PublicLink": "goes with its case",
    "conditions.HiddenEntry": "goes with its case",
    "conditions.IndexState": "one row a kind",
    "conditions.ProposalsChange": "one row",
    "consult.OwedScrub": "scrub_erased",
    "portal.ScheduledGroup": "one row a group",
    "conditions.CauseRanking": "one row",
}))
"""
NIGHT = """
from datetime import timedelta
from django.db.models import DateTimeField, F
from django.utils import timezone
from portal.models import ScheduledGroup
from portal.retention import PERIODS
before = timezone.now() - timedelta(seconds=SECONDS)
for period in PERIODS:
    rows = period.rows()
    # Cases are erased one by one, as by their patients: none here is withdrawn or rejected.
    if period.days and not period.erase and isinstance(rows.model._meta.get_field(period.since), DateTimeField):
        back = F(period.since) - timedelta(days=period.days)
        rows.filter(**{period.since + "__lt": before}).update(**{period.since: back})
ScheduledGroup.objects.filter(name="every night").update(started_at=before - timedelta(days=1))
"""
POINTS = 5
"""Moments of the run of which the table of memory tells."""


@dataclass
class Run:
    """What was seen."""

    slow: list[float] = field(default_factory=list)
    """Seconds of each act."""
    memory: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    rows: list[dict[str, int]] = field(default_factory=list)
    """Of each table, before the run, before each night, and at the end."""


def errors_in(answers: list[Seen]) -> Counter[str]:
    """Answers of 500 and more, and those that never came, by what was asked for; not "try again" with the words."""
    failed = [seen for seen in answers if seen.status == 0 or (seen.status >= 500 and not is_kept(seen))]
    return Counter(
        f"{seen.status or 'no answer'} {VARYING.sub('…', seen.path.partition('?')[0])}" for seen in failed
    )


def is_kept(seen: Seen) -> bool:
    """Whether it is the page that asks to send the same once more, and has the words on it."""
    return seen.status == 503 and seen.kept


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


def second_half(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """What was seen after warming up."""
    return points[len(points) // 2 :]


def slope(points: list[tuple[float, float]]) -> float:
    """Megabytes an hour, of the second half."""
    half = second_half(points)
    if len(half) < 3:
        return 0.0
    return statistics.linear_regression([at for at, _ in half], [used for _, used in half]).slope * 3_600


def growth(points: list[tuple[float, float]]) -> float:
    """Megabytes in the second half, by its slope."""
    half = second_half(points)
    return slope(points) * (half[-1][0] - half[0][0]) / 3_600


def drive(
    run: Run, site: LiveSite, people: People, *, seconds: float, rate: float, every: float, nights: int
) -> None:
    """Send the traffic, evenly, and look at memory in between; nights come beside it."""
    began, looked, chance = time.monotonic(), 0.0, random.Random(20261127)
    night = seconds / (nights + 1)
    threads: list[threading.Thread] = []
    beside = threading.Thread(target=pass_nights, args=(run, site, night, nights))
    beside.start()
    while (now := time.monotonic() - began) < seconds:
        threads = [thread for thread in threads if thread.is_alive()]
        if len(threads) < 8:
            threads.append(threading.Thread(target=act, args=(run, people, random.Random(chance.random()))))
            threads[-1].start()
        if now - looked > every:
            looked = now
            watch(run, site, began)
        time.sleep(1 / rate)
    for thread in [*threads, beside]:
        thread.join()
    watch(run, site, began)


def pass_nights(run: Run, site: LiveSite, seconds: float, nights: int) -> None:
    """Days of so many seconds, each with its night."""
    for _night in range(nights):
        time.sleep(seconds)
        run.rows.append(rows_of(site))
        site.manage("shell", "-v", "0", "-c", NIGHT.replace("SECONDS", str(seconds)))


def rows_of(site: LiveSite) -> dict[str, int]:
    """How many rows each table has."""
    found: dict[str, int] = json.loads(site.manage("shell", "-v", "0", "-c", COUNT))
    return found


def memory_table(run: Run) -> list[str]:
    """Each worker at some moments of the run, and how it grew."""
    last = max(points[-1][0] for points in run.memory.values())
    moments = [last * number / (POINTS - 1) for number in range(POINTS)]
    lines = [
        f"| worker, MB after | {' | '.join(f'{moment / 60:.0f} min' for moment in moments)} | an hour |",
        "| --- " * (POINTS + 2) + "|",
    ]
    for number, points in enumerate(run.memory.values(), start=1):
        used = " | ".join(f"{memory_at(points, moment):.0f}" for moment in moments)
        lines.append(f"| {number} | {used} | {slope(points):+.1f} |")
    return lines


def memory_at(points: list[tuple[float, float]], moment: float) -> float:
    """What was seen next to a moment."""
    return min(points, key=lambda point: abs(point[0] - moment))[1]


def growth_table(run: Run, pruned: dict[str, str]) -> list[str]:
    """One line for each table that had more rows at any time than before, the longest first."""
    before, after = run.rows[0], run.rows[-1]
    most = {label: max(rows.get(label, 0) for rows in run.rows) for label in after}
    grown = sorted((label for label in most if most[label] > before[label]), key=lambda label: -most[label])
    lines = [
        "| table that grew | before | most | at the end | pruned by |",
        "| --- | --- | --- | --- | --- |",
    ]
    return lines + [
        f"| {label} | {before[label]} | {most[label]} | {after[label]} | {pruned.get(label, 'NOTHING')} |"
        for label in grown
    ]


def tell(run: Run, people: People, site: LiveSite, pruned: dict[str, str]) -> tuple[list[str], bool]:
    """What was seen, in lines; whether all is well."""
    quick = sorted(run.slow)
    errors = errors_in(people.answers)
    kept = sum(map(is_kept, people.answers))
    grown = growth_table(run, pruned)
    files = {path.name: path.stat().st_size // 1_000 for path in sorted(site.var.glob("*.sqlite3*"))}
    failures = Counter(FAILURE.findall(site.log.read_text()))
    lines = [
        f"{len(quick)} acts, {len(people.answers)} answers, median of an act {1000 * quick[len(quick) // 2]:.0f} ms, "
        f"slowest {quick[-1]:.1f} s.",
        f"{kept} answers were \"try again\" (503) with the words kept; errors: {errors.total()}.",
        *(f"- {count} x {what}" for what, count in errors.items()),
        *(f"- in the log {count} x `{line[:100]}`" for line, count in failures.items()),
        "", *memory_table(run),
        "", *grown,
        "", f"Files in KB: {', '.join(f'{name} {size:,}' for name, size in files.items())}.",
    ]  # fmt: skip
    grows = [points for points in run.memory.values() if growth(points) > MOST_GROWTH]
    return lines, not (errors or grows or any("NOTHING" in line for line in grown))


def soak(*, minutes: float, rate: float, workers: int, every: float, nights: int) -> tuple[list[str], bool]:
    """Run; what was seen, and whether all is well."""
    folder: Path = work_folder()
    site = LiveSite(folder / "site", workers=workers)
    # The schedule is a process of its own, as with systemd; nothing of the web is asked for.
    site.environment["CHECK_SOURCES"] = "0"
    try:
        known: dict[str, Any] = site.prepare()
        pruned = json.loads(site.manage("shell", "-v", "0", "-c", PRUNED))
        run = Run(rows=[rows_of(site)])
        site.start()
        people = People(site.port, known)
        with site.schedule():
            drive(run, site, people, seconds=60 * minutes, rate=rate, every=every, nights=nights)
            run.rows.append(rows_of(site))
        return tell(run, people, site, pruned)
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run, and end with 1 when something is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=4, help="acts a second")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=float, default=30, help="seconds between two looks at memory")
    parser.add_argument("--nights", type=int, default=6)
    lines, is_well = soak(**vars(parser.parse_args()))
    print("\n".join(lines))
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
