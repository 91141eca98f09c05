"""What is counted while people use a site (faults, machines, update, crowd), and the sites that are broken."""

import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.live_site import LiveSite, Postgres
from bench.people import Answer, Browser, Case, People

LEAST = 30
"""Acts of each line of the table, where an act is cheap."""


@dataclass
class Count:
    """One line of the table."""

    tried: int = 0
    failed: int = 0
    lost: int = 0
    unclear: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def add(self, done: bool, answer: Answer, *browsers: Browser) -> bool:
        """Count one act."""
        with self.guard:
            self.tried += 1
            self.failed += not done
            self.statuses[answer.status] += not done
            self.unclear += sum(len(browser.unclear) for browser in browsers)
        return done

    def post(self, people: People, email: bool = False) -> Case | None:
        """One question."""
        case, browser, answer = people.post(email)
        self.add(case is not None, answer, browser)
        if case:
            with self.guard:
                self.cases.append(case)
        return case

    def whole_way(self, people: People) -> None:
        """A question, its reply, its publication."""
        case = self.post(people)
        if case is None or not people.find_number(case):
            return
        done, browser, answer = people.reply(case)
        if self.add(done, answer, browser):
            done, browser, answer = people.approve(case)
            self.add(done, answer, browser)

    def read(self, people: People, path: str) -> None:
        """One page."""
        browser = Browser(people.port)
        answer = browser.ask(path)
        self.add(answer.status in (200, 302), answer, browser)

    def erase(self, people: People, case: Case) -> bool:
        """A case is erased for good by its patient, and is no longer there."""
        browser = people.browser()
        answer = browser.ask(f"/case/{case.token}/erase/", {"sure": "on"})
        is_done = self.add(answer.status == 302, answer, browser)
        if is_done and people.browser().ask(f"/case/{case.token}/").status != 404:
            with self.guard:
                self.lost += 1
        return is_done

    def discard(self, people: People) -> str:
        """Somebody begins a question and throws it away; its word when the site said that it is done."""
        browser, word = people.begin()
        answer = browser.ask("/ask/discard/", {})
        return word if self.add(answer.status == 302, answer, browser) else ""

    def act(self, *acts: Callable[[], Any], seconds: float, least: int = LEAST) -> None:
        """Each act over and over in a thread of its own, and on after its time until `least` acts were tried.

        After four times as long it is over all the same.
        """
        began, before = time.monotonic(), self.tried

        def is_over() -> bool:
            lasted = time.monotonic() - began
            return lasted > 4 * seconds or (lasted > seconds and self.tried - before >= least)

        over_and_over(acts, is_over)

    def settle(self, people: People) -> None:
        """Look for everything that was said to be done."""
        for case in self.cases:
            missing = people.lost(case)
            self.lost += len(missing)
            self.notes += [f"lost: {', '.join(missing)}"] if missing else []

    @property
    def answered(self) -> int:
        """What was done, as the site said."""
        return self.tried - self.failed

    @property
    def words(self) -> str:
        """What else is to be said, and which answers the failed acts got."""
        told = [
            f"{number} x {status or 'no answer'}"
            for status, number in sorted(self.statuses.items())
            if number
        ]
        return "; ".join([*dict.fromkeys(self.notes), *([f"failed with {', '.join(told)}"] if told else [])])


@dataclass
class Place:
    """Makes sites of one kind of database, each a copy of the first."""

    kind: str
    folder: Path
    seconds: float
    postgres: Postgres | None = None
    known: dict[str, Any] = field(default_factory=dict)
    made: int = 0

    def prepare(self) -> None:
        """Make the first."""
        url = self.postgres.make("first") if self.postgres else ""
        self.known = LiveSite(self.folder / "first", postgres=url).prepare()

    @contextmanager
    def site(self, *, var: Path | None = None, start: bool = True) -> Iterator[tuple[LiveSite, People]]:
        """A site in its first state; its data in `var`, if given."""
        self.made += 1
        name = f"site{self.made}"
        url = self.postgres.make(name, "first") if self.postgres else ""
        site = LiveSite(self.folder / name, postgres=url)
        site.folder.mkdir()
        if var is not None:
            site.var = var
            site.environment["VAR_DIR"] = str(var)
        shutil.copytree(self.folder / "first" / "var", site.var, dirs_exist_ok=True)
        try:
            if start:
                site.start()
            yield site, People(site.port, self.known)
        finally:
            site.stop()


def together(*acts: Callable[[], Any], seconds: float) -> None:
    """Each act over and over in a thread of its own."""
    end = time.monotonic() + seconds
    over_and_over(acts, lambda: time.monotonic() > end)


def beside(happen: Callable[[], None], *acts: Callable[[], Any]) -> None:
    """Each act over and over in a thread of its own, as long as something happens beside them."""
    is_over = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(over_and_over, acts, is_over.is_set)
        try:
            happen()
        finally:
            is_over.set()
        running.result()


def over_and_over(acts: Sequence[Callable[[], Any]], is_over: Callable[[], bool]) -> None:
    """Each act in a thread of its own, again and again until it is over."""

    def repeat(act: Callable[[], Any]) -> None:
        while not is_over():
            act()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(repeat, act) for act in acts]:
            done.result()


class SkippedError(Exception):
    """Something that this machine does not have."""


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A file system of its own, in memory."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False)
    if done.returncode:
        raise SkippedError("needs the right to mount a tmpfs")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
