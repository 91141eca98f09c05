"""What stands in for systemd in the rehearsal of an update (bench/systemd.py)."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.systemd import Systemd

pytestmark = pytest.mark.one_database

READY = """
import os, socket, time
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
    told.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"])
time.sleep(600)
"""


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    (tmp_path / "current/.venv/bin").mkdir(parents=True)
    made = Systemd(tmp_path, 0, tmp_path / "log")
    yield made
    made.close()


def server(systemd: Systemd, text: str) -> None:
    """The web server of the current version does this."""
    script = systemd.home / "current/.venv/bin/gunicorn"
    script.write_text(text)
    script.chmod(0o755)


def systemctl(systemd: Systemd, *words: str) -> tuple[int, str]:
    """Whether it was done, and what was said."""
    done = subprocess.run(
        [systemd.bin / "systemctl", *words],
        env=systemd.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_a_server_that_does_not_come_up_is_told_and_the_next_command_is_answered(systemd: Systemd) -> None:
    server(systemd, "#!/bin/sh\necho no such table\nexit 3\n")
    code, said = systemctl(systemd, "restart", "consilium")
    assert code == 1
    assert "consilium ended with 3: no such table" in said
    (systemd.home / "current/.venv/bin/gunicorn").unlink()
    code, said = systemctl(systemd, "start", "consilium")
    assert code == 1
    assert "consilium ended with 1" in said
    assert systemctl(systemd, "stop", "consilium", "consilium-schedule") == (0, "")


def test_a_server_that_says_it_is_ready_runs_until_it_is_stopped(systemd: Systemd) -> None:

    server(systemd, f"#!{sys.executable}\n{READY}")
    assert systemctl(systemd, "start", "consilium") == (0, "")
    process = systemd.running["consilium"]
    assert process.poll() is None
    assert systemctl(systemd, "stop", "consilium") == (0, "")
    assert process.poll() is not None
    assert systemd.steps == ["start consilium", "stop consilium"]
