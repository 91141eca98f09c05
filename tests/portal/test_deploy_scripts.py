"""The scripts of deploy/ as they are, with small stand-ins for systemd, the other user, and the Python of a version.

The whole way under load is `python -m bench.update`.
"""

import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings as site

DEPLOY = site.BASE_DIR / "deploy"
STAND_INS = {
    "systemctl": 'echo "$@" >>"$CONSILIUM_HOME/log"',
    "runuser": 'shift 3\nexec "$@"',
    "sleep": "exit 0",
}
PYTHON = """
version=$(basename "$(readlink -f "$PWD")")
case "$*" in *--check*) step="--check" ;; *) step=$2 ;; esac
echo "$version $step" >>"$CONSILIUM_HOME/log"
cd "$CONSILIUM_HOME"
[ ! -e update.lock ] || flock --nonblock update.lock true || echo "held" >>log
! grep -qx -e "$version $step" failing || { echo "$version: $step failed" >&2; exit 1; }
"""
"""Writes down what it was asked for, and fails where the file `failing` says so."""


class Server:
    """A home with the version `old` that is served and a `new` one; what was done there."""

    def __init__(self, home: Path) -> None:
        self.home = home
        (home / ".env").write_text('DATABASE_URL="sqlite:///var/db.sqlite3"\n')
        (home / "log").touch()
        (home / "bin").mkdir()
        for name, text in STAND_INS.items():
            self.script(home / "bin" / name, text)
        for version in ("old", "new"):
            self.script(home / f"releases/{version}/.venv/bin/python", PYTHON)
        (home / "current").symlink_to("releases/old")

    @staticmethod
    def script(path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text.strip()}\n")
        path.chmod(0o755)

    def prepare(self) -> subprocess.CompletedProcess[str]:
        """The version `new`, whose packages are there."""
        (self.home / "failing").touch()
        (self.home / "releases/new/.venv/installed").touch()
        self.script(self.home / "bin/git", "echo new")
        return self.run("prepare")

    def switch(self, *failing: str) -> subprocess.CompletedProcess[str]:
        """To the new version, while these steps fail."""
        (self.home / "failing").write_text("".join(f"{step}\n" for step in failing))
        return self.run("switch")

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.home / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [str(DEPLOY / script), "new"],
            env={"PATH": path, "CONSILIUM_HOME": str(self.home), "CONSILIUM_USER": "somebody"},
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def served(self) -> str:
        return (self.home / "current").resolve().name

    @property
    def log(self) -> list[str]:
        """Every step once, where the same one was tried again and again."""
        lines = [line for line in (self.home / "log").read_text().splitlines() if line != "held"]
        return [line for at, line in enumerate(lines) if at == 0 or line != lines[at - 1]]


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


def test_a_version_with_migrations_follows_on_sqlite(server: Server) -> None:
    assert server.switch("new --check").returncode == 0
    assert server.served == "new"
    start = server.log.index("new migrate")
    assert server.log[start - 1] == "stop consilium consilium-next consilium-schedule"
    assert server.log[start:] == [
        "new migrate",
        "start consilium",
        "restart consilium-schedule",
        "try-restart consilium-metrics",
        "new rebuild_related",
    ]


def test_after_a_failed_migration_the_former_version_makes_the_triggers_and_serves(server: Server) -> None:
    done = server.switch("new --check", "new migrate")
    assert (done.returncode, server.served) == (1, "old")
    assert server.log[-3:] == ["new migrate", "old migrate", "start consilium consilium-schedule"]
    assert "the former version serves again" in done.stderr
    # Nobody is served before: a server that systemd starts waits for the lock.
    assert (server.home / "log").read_text().count("old migrate\nheld\n") == 1


def test_who_breaks_a_migration_off_gets_the_former_version_back(server: Server) -> None:
    # Between two tries; the parent of `sleep` is the script.
    server.script(server.home / "bin/sleep", "kill -TERM $PPID")
    done = server.switch("new --check", "new migrate")
    assert (done.returncode, server.served) == (1, "old")
    assert (server.home / "log").read_text().count("new migrate") == 1
    assert server.log[-2:] == ["old migrate", "start consilium consilium-schedule"]


def test_without_triggers_nobody_is_served(server: Server) -> None:
    done = server.switch("new --check", "new migrate", "old migrate")
    assert (done.returncode, server.served) == (1, "old")
    assert server.log[-2:] == ["old migrate", "stop consilium.socket"]
    assert "restore the backup" in done.stderr


def test_a_version_that_was_not_prepared_changes_nothing(server: Server) -> None:
    (server.home / "releases/new/.venv/bin/python").unlink()
    done = server.switch()
    assert (done.returncode, server.served, server.log) == (1, "old", [])
    assert "is not prepared" in done.stderr


def test_a_version_that_does_not_pass_its_checks_changes_nothing(server: Server) -> None:
    done = server.switch("new check")
    assert (done.returncode, server.served, server.log) == (1, "old", ["new check"])
    assert "new: check failed" in done.stderr


def test_it_is_told_why_migrations_are_looked_for_in_vain(server: Server) -> None:
    assert "new: --check failed" in server.switch("new --check").stderr


def test_where_people_may_go_on_the_next_version_takes_the_place_of_one_that_was_left(server: Server) -> None:
    (server.home / "next").symlink_to("releases/old")  # an interrupted switch
    assert (server.switch().returncode, server.served) == (0, "new")
    assert server.log[2:6] == [
        "new migrate",
        "restart consilium-next",
        "restart consilium",
        "stop consilium-next",
    ]
    assert (server.home / "next").resolve().name == "new"


def test_static_files_are_put_beside_those_of_the_former_version_and_none_is_overwritten(
    server: Server,
) -> None:
    made, shared = server.home / "releases/new/build/static", server.home / "static"
    for folder, name, words in (
        (made, "portal/site.2.css", "new"),
        (made, "portal/two words.3.css", "new"),
        (made, "staticfiles.json", "new"),
        (shared, "portal/site.1.css", "old"),
        (shared, "staticfiles.json", "old"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(words)
    for _again in range(2):
        done = server.prepare()
        assert (done.returncode, done.stdout) == (0, "new\n"), done.stderr
    there = {str(path.relative_to(shared)): path.read_text() for path in shared.rglob("*") if path.is_file()}
    assert there == {
        "portal/site.1.css": "old",
        "portal/site.2.css": "new",
        "portal/two words.3.css": "new",
        "staticfiles.json": "old",
    }
    assert (shared / "portal/site.2.css").samefile(made / "portal/site.2.css")


def test_a_static_file_that_cannot_be_put_there_is_told(server: Server) -> None:
    made = server.home / "releases/new/build/static/portal"
    made.mkdir(parents=True)
    (made / "site.2.css").touch()
    (server.home / "static").mkdir()
    (server.home / "static/portal").touch()  # in the way
    done = server.prepare()
    assert (done.returncode != 0, done.stdout) == (True, "")
