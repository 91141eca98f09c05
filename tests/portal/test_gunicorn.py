"""The site as `make run` serves it: gunicorn with our configuration, started, asked and stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

from bench.systemd import ACTIVATE


@pytest.fixture
def port() -> int:
    """One that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(port: int, tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """The server with a fresh folder for its data, once it takes connections."""
    keep = ("PATH", "HOME")
    env = {name: value for name, value in os.environ.items() if name in keep or name.startswith("COVERAGE_")}
    command = [
        "-m",
        "gunicorn",
        "portal.wsgi",
        "--config",
        "portal/gunicorn.py",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    process = subprocess.Popen(
        [sys.executable, *command],
        env={**env, "SECRET_KEY": "k", "VAR_DIR": str(tmp_path), "DEMO": "0", "METRICS": "1"},
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    for _try in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield process
    process.kill()
    process.wait()


def test_it_says_where_it_runs_answers_counts_and_stops(
    server: "subprocess.Popen[str]", port: int, tmp_path: Path
) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/health/live/")
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b'{"status": "ok"}')
    connection.close()
    server.send_signal(signal.SIGTERM)
    said, _ = server.communicate(timeout=30)
    assert server.returncode == 0, said
    assert re.findall(r"^    (\S+).* (http\S+) ?$", said, re.MULTILINE) == [
        ("Patients", f"http://127.0.0.1:{port}/"),
        ("Ask", f"http://127.0.0.1:{port}/ask/"),
        ("Doctors,", f"http://127.0.0.1:{port}/admin/"),
    ]
    counted = CollectorRegistry()
    MultiProcessCollector(counted, path=str(tmp_path / "metrics"))
    labels = {"view": "live", "method": "GET", "status": "200"}
    assert counted.get_sample_value("consilium_requests_total", labels) == 1
    assert sorted(path.name for path in (tmp_path / "metrics").iterdir()) == [
        "counter_slot0.db",
        "histogram_slot0.db",
        "slot0.lock",
    ]


def test_systemd_gives_the_socket_and_hears_when_a_worker_serves(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    with (
        socket.create_server(("127.0.0.1", 0)) as given,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as waiting,
    ):
        waiting.bind(str(ready))
        waiting.settimeout(60)
        command = ["-m", "gunicorn", "portal.wsgi", "--config", "portal/gunicorn.py"]
        process = subprocess.Popen(
            [sys.executable, "-c", ACTIVATE, str(given.fileno()), sys.executable, *command],
            env={"PATH": os.environ["PATH"], "NOTIFY_SOCKET": str(ready), "SECRET_KEY": "k",
                 "VAR_DIR": str(tmp_path / "var"), "DEMO": "0"},
            cwd=settings.BASE_DIR, pass_fds=[given.fileno()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            assert waiting.recv(100) == b"READY=1"
            connection = HTTPConnection("127.0.0.1", given.getsockname()[1], timeout=30)
            connection.request("GET", "/health/live/")
            assert connection.getresponse().status == 200
            connection.close()
        finally:
            process.terminate()
            assert process.wait(30) == 0
