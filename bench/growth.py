"""How the cost of a page grows with the site.

    python -m bench.growth [FOLDER] [--sizes 1000 10000 100000] [--rounds 6] [--write]

FOLDER (var/bench/growth) has a folder for each size, with its database and the vectors of it.  Those that are missing
are made: a demo site, mixed by bench/grow.py, each grown from the one before; 100,000 questions take some minutes of
the processor.  A process for each size asks for the same kinds of page, in turns with the others, so that a busy
machine slows all of them.  Stored pages are off: what is measured is what a page costs that has to be made.  Posting
and publishing write into the databases.  --write puts table and drawing into docs/.

On PostgreSQL, as `python -m bench.postgres SERVER python -m bench.growth FOLDER`: a database for each size, and the
time of the server's process is counted too; --write then writes the table alone.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from bench.growth_plot import plot
from bench.live_site import ROOT
from bench.report import DOCS, taken, write
from bench.search import forget_searches

DRAWING = DOCS / "images" / "growth.svg"
COMMANDS = {
    False: "python -m bench.growth",
    True: "python -m bench.postgres SERVER python -m bench.growth FOLDER",
}
SAMPLE = 40
ASKED = 8
"""Times that each is asked for in a round."""

DEEP = 0.5
"""The deep list begins behind this share of the questions."""


def main() -> None:
    """Ask in turns, print the table, and draw it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "var" / "bench" / "growth")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--write", action="store_true", help="the table and the drawing into docs/")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        answer()
        return
    sizes = sorted(options.sizes)
    make(options.folder, sizes)
    children = {size: child(options.folder / str(size)) for size in sizes}
    took: dict[str, dict[int, list[float]]] = {}
    for each in range(options.rounds + 1):
        for size, process in children.items():
            process.stdin.write(b"\n")
            process.stdin.flush()
            for name, times in json.loads(process.stdout.readline()).items():
                if each:  # the first round fills caches
                    took.setdefault(name, {}).setdefault(size, []).extend(times)
    for process in children.values():
        process.stdin.close()
        process.wait()
    medians = {name: {size: statistics.median(took[name][size]) for size in sizes} for name in took}
    lines = [
        *table(medians, sizes),
        "",
        f"Processor time, median of {options.rounds * ASKED}.",
        taken(COMMANDS[is_postgresql()]),
    ]
    print("\n".join(lines))
    if options.write and is_postgresql():
        write("growth-postgresql", lines)
    elif options.write:
        DRAWING.write_text(plot(medians, sizes), encoding="utf-8")
        write("growth", lines)


def make(folder: Path, sizes: list[int]) -> None:
    """Make the sizes that are missing, each from the one before, and bring all to this version."""
    for before, size in zip([None, *sizes], sizes, strict=False):
        here = folder / str(size)
        is_new = not here.exists()
        if is_new:
            copy(folder / str(before) if before else None, here)
        commands = [["manage.py", "migrate", "--verbosity", "0"]]
        if is_new and before is None:
            commands.append(["manage.py", "seed_demo"])
        if is_new:
            commands.append(["-m", "bench.grow", "--questions", str(size)])
        for command in commands:
            subprocess.run(
                [sys.executable, *command], cwd=ROOT, env=environment(here), check=True, stdout=sys.stderr
            )


def copy(before: Path | None, here: Path) -> None:
    """Begin a size from the one before it, the first from nothing."""
    if is_postgresql():
        import psycopg

        template = f"growth_{before.name}" if before else "template1"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(f"CREATE DATABASE growth_{int(here.name)} TEMPLATE {template}".encode())
        with psycopg.connect(database(here), autocommit=True) as made:
            made.execute("CREATE EXTENSION IF NOT EXISTS vector")
    elif before is not None:
        shutil.copytree(before, here)
    here.mkdir(parents=True, exist_ok=True)


def is_postgresql() -> bool:
    """Whether it was begun within bench.postgres."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def database(folder: Path) -> str:
    """The address of the database of one size."""
    if is_postgresql():
        return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/growth_{folder.name}"
    return f"sqlite:///{folder.resolve() / 'db.sqlite3'}"


def table(medians: dict[str, dict[int, float]], sizes: list[int]) -> Iterator[str]:
    """The rows of the table: milliseconds at each size, and the largest beside the smallest."""
    yield "| | " + " | ".join(f"{size:,}" for size in sizes) + " | times the smallest |"
    yield "| --- |" + " ---: |" * (len(sizes) + 1)
    for name, row in medians.items():
        cells = " | ".join(f"{row[size]:.1f} ms" for size in sizes)
        yield f"| {name} | {cells} | {row[sizes[-1]] / row[sizes[0]]:.2f} |"


def environment(folder: Path) -> dict[str, str]:
    """The settings of the site of one size."""
    return {
        "SECRET_KEY": "bench-only",
        **os.environ,
        "DATABASE_URL": database(folder),
        "RELATED_INDEX_DIR": str(folder.resolve() / "related"),
        "STORED_PAGES": "0",
        "DEMO": "1",
        "ALLOWED_HOSTS": "testserver",
        "EMAIL_URL": "memory:",
        "TASKS_BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }


def child(folder: Path) -> Any:
    """The process that measures one size; it begins a round at each line that it reads."""
    command = [sys.executable, "-m", "bench.growth", str(folder), "--measure"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(folder))


def answer() -> None:
    """Measure a round for each line."""
    import django

    django.setup()
    kinds = {name: cycle(calls) for name, calls in {**pages(), **writes()}.items()}
    for _line in sys.stdin:
        print(
            json.dumps({name: [clock(next(calls)) for _ in range(ASKED)] for name, calls in kinds.items()}),
            flush=True,
        )


def clock(call: Callable[[], Any]) -> float:
    """Milliseconds of processor time of one call, here and in the process of a PostgreSQL that serves it."""
    began = time.process_time() + served()
    call()
    return (time.process_time() + served() - began) * 1_000


def served() -> float:
    """Seconds of processor time that the server's process has spent on this connection; 0 on SQLite.  Linux only."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    process = connection.connection.info.backend_pid
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def pages() -> dict[str, list[Callable[[], Any]]]:
    """What is read, by kind."""
    from django.contrib.auth.models import User
    from django.db.models import Count
    from django.test import Client

    from conditions.models import ReferencePage
    from consult.common.pagination import _dump
    from consult.models import Question, Topic

    public = Question.objects.public()
    newest = public.order_by("-published_at", "-pk")
    some = list(public.order_by("pk")[:SAMPLE])  # the same ones at every size
    deep = newest[int(DEEP * public.count())]
    cursor = _dump(deep, ("-published_at", "-pk"))
    topic = Topic.objects.annotate(size=Count("questions")).order_by("-size", "pk")[0]
    stranger, staff = Client(), Client()
    boss, _made = User.objects.get_or_create(username="bench", is_staff=True, is_superuser=True)
    staff.force_login(boss)
    addresses = {
        "thread": [question.get_absolute_url() for question in some],
        "home": ["/"],
        "list": ["/questions/"],
        "deep list": [f"/questions/?after={cursor}"],
        "specialty": [question.specialty.get_absolute_url() for question in some if question.specialty],
        "largest topic": [topic.get_absolute_url()],
        "reference page": [
            page.get_absolute_url() for page in ReferencePage.objects.public().order_by("pk")[:SAMPLE]
        ],
        "search": [f"/search/?q={question.title[:60]}" for question in some],
        "desk": ["/admin/"],
    }

    def get(client: Client, address: str) -> Callable[[], Any]:
        def asked() -> None:
            forget_searches()  # every search is one that nobody asked before
            response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)

        return asked

    return {
        name: [get(staff if name == "desk" else stranger, address) for address in some_of]
        for name, some_of in addresses.items()
    }


def writes() -> dict[str, list[Callable[[], Any]]]:
    """What is written: a question asked, and one published with all that follows."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from consult.models import ConsentWording, Doctor, Question, Reply, Specialty
    from consult.question.actions.ask import ask_question
    from consult.question.actions.publication import approve_question

    wordings = list(ConsentWording.objects.filter(kind="publish")[:1])
    specialty, doctor = Specialty.objects.order_by("pk")[0], Doctor.objects.order_by("pk")[0]
    texts = list(Question.objects.public().order_by("pk")[:SAMPLE])
    boss = User.objects.get(username="bench")

    def ask(text: Any) -> Any:
        fields = {"title": text.title, "body": text.body, "display_name": "Bench", "specialty": specialty}
        return ask_question(fields=fields, consents=wordings)[0]

    def publish() -> None:
        approve_question(question=waiting.pop(), actor=boss)

    waiting: list[Question] = []
    for text in texts * 2:
        question = ask(text)
        Reply.objects.create(
            question=question, doctor=doctor, specialty=specialty, text="Please rest.",
            safety_net="Fever: call.", published_at=timezone.now(),
        )  # fmt: skip
        Question.objects.filter(pk=question.pk).update(status="answered", answered_at=timezone.now())
        waiting.append(Question.objects.get(pk=question.pk))
    return {"posting": [partial(ask, text) for text in texts], "publishing": [publish]}


if __name__ == "__main__":
    main()
