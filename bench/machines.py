"""A site on several machines, as real processes on loopback, of which one after the other stops and comes back.

    python -m bench.machines [--seconds 20]

PostgreSQL with a streaming replica (from the wheel), Redis, two gunicorn nodes and nginx in front of them, all readers
and writers through nginx.  Each line is one run of mixed load; a third of it into the run the part goes away, another
third later it comes back.  "Failed" is what the site did not say was done: the person sees that, and does it again.
"Lost" is what it said was done and does not show afterwards.  Needs `make encoder var/static/collected`, and
`apt-get install nginx-light redis-server`.
"""

import argparse
import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.counting import Count, beside
from bench.live_site import LiveSite, Postgres, wait_until, work_folder
from bench.parts import Nginx, Redis, Replica
from bench.people import Browser, People

PAGES = ("/", "/questions/", "/specialties/", "/specialties/neurology/", "/doctors/", "/conditions/")
READERS, WRITERS = 4, 2
DATABASE = "site"
Act = Callable[[], None]


@dataclass
class Machines:
    """Everything that runs."""

    primary: Postgres
    replica: Replica
    redis: Redis
    nodes: list[LiveSite]
    nginx: Nginx
    people: People

    @classmethod
    def start(cls, folder: Path) -> "Machines":
        """Start every part, and wait until the site answers through nginx."""
        primary = Postgres(folder)
        url = primary.make(DATABASE)
        replica = Replica(primary, folder)
        replica.start()
        redis = Redis()
        redis.start()
        nodes = [LiveSite(folder / name, workers=1, postgres=url) for name in ("node1", "node2")]
        nginx = Nginx(folder / "nginx", [node.port for node in nodes])
        for node in nodes:
            node.environment |= {
                "DATABASE_REPLICA_URLS": replica.url(DATABASE), "CACHE_URL": f"redis://127.0.0.1:{redis.port}",
                "BEHIND_PROXY": "1", "REPLICA_LAG_SECONDS": "4", "SITE_URL": f"http://127.0.0.1:{nginx.port}",
            }  # fmt: skip
        known = nodes[0].prepare()
        nodes[1].folder.mkdir()
        shutil.copytree(nodes[0].var, nodes[1].var)
        for node in nodes:
            node.start()
        nginx.start()
        return cls(primary, replica, redis, nodes, nginx, People(nginx.port, known))

    def stop(self) -> None:
        """End what was started."""
        self.nginx.stop()
        for node in self.nodes:
            node.stop()
        self.redis.stop()
        with suppress(Exception):
            self.replica.stop()
        self.primary.stop()

    def kill_node(self) -> None:
        """The second node dies without a word."""
        server = self.nodes[1].server
        if server:
            master = psutil.Process(server.pid)
            for each in [master, *master.children()]:
                os.kill(each.pid, signal.SIGKILL)
            server.wait()
            self.nodes[1].server = None


def load(machines: Machines, count: Count, seconds: float, event: tuple[Act, Act]) -> None:
    """Readers and writers, while something happens."""

    def read(turn: list[int]) -> None:
        turn[0] += 1
        public = [case for case in count.cases if case.is_approved]
        if public and turn[0] % 2:
            answer = Browser(machines.people.port).ask(f"/questions/{public[-1].number}/")
            count.read(machines.people, answer.headers.get("location", "/questions/"))
        else:
            count.read(machines.people, PAGES[turn[0] % len(PAGES)])

    def happen() -> None:
        time.sleep(seconds / 3)
        event[0]()
        time.sleep(seconds / 3)
        event[1]()
        time.sleep(seconds / 3)

    readers = [lambda turn=[start]: read(turn) for start in range(READERS)]
    beside(happen, *readers, *[lambda: count.whole_way(machines.people)] * WRITERS)


def measure(machines: Machines, seconds: float) -> None:
    """Print the table."""
    second = machines.nodes[1]
    nothing = lambda: None  # noqa: E731
    phases: dict[str, tuple[Act, Act]] = {
        "nothing stops": (nothing, nothing),
        "one node stopped and started": (second.stop, second.start),
        "one node killed (kill -9) and started": (machines.kill_node, second.start),
        "Redis stopped and started": (machines.redis.stop, machines.redis.start),
        "the replica stopped and started": (machines.replica.stop, machines.replica.start),
        "the primary restarted": (machines.replica.restart_primary, nothing),
    }
    print(
        "| what happens | sent | answered | failed | lost | writes verified | pages read from the replica | |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    for name, event in phases.items():
        before, count = machines.replica.answered(DATABASE), Count()
        load(machines, count, seconds, event)
        wait_until(second.answers, 60)
        count.settle(machines.people)
        time.sleep(1.5)  # the replica's statistics are written once a second
        after = machines.replica.answered(DATABASE)
        read = "counted anew" if after < before else str(after - before)
        cells = (
            name,
            count.tried,
            count.answered,
            count.failed,
            count.lost,
            len(count.cases),
            read,
            count.words,
        )
        print(f"| {' | '.join(map(str, cells))} |", flush=True)


def main() -> None:
    """Start, measure, stop."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=20, help="of each run")
    options = parser.parse_args()
    folder = work_folder()
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own
    machines = Machines.start(folder)
    try:
        measure(machines, options.seconds)
    finally:
        machines.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
