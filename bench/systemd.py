"""Stands in for systemd in bench/update.py: holds the socket, and starts and stops the units of deploy/systemd.

A folder with `systemctl` in it goes to the front of PATH, so that deploy/switch runs as it is.  Units are read as they
stand, with another home; those that are no web server are not run.
"""

import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from configparser import ConfigParser
from contextlib import suppress
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

from bench.live_site import ROOT

HOME = "/srv/consilium"
UNITS = ("consilium", "consilium-next")
SECONDS = 300
ACTIVATE = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execvp(sys.argv[2], sys.argv[2:])
"""
"""Becomes a command that has the socket as file 3."""


class StartError(Exception):
    """A unit that did not come up."""


class Systemd:
    """Started units by name; every message of `systemctl` is carried out before it is answered."""

    def __init__(self, home: Path, port: int, log: Path) -> None:
        self.home, self.log = home, log
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.steps: list[str] = []
        self.socket = socket.create_server(("127.0.0.1", port), backlog=2_048)
        self.address = home / "systemd"
        self.listener = Listener(str(self.address), "AF_UNIX")
        self.bin = home / "bin"
        self.bin.mkdir()
        tool = self.bin / "systemctl"
        tool.write_text(f'#!/bin/sh\nexec {sys.executable} -m bench.systemd {self.address} "$@"\n')
        tool.chmod(0o755)
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def environment(self) -> dict[str, str]:
        """For the scripts of deploy/."""
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        return {
            "PATH": path,
            "PYTHONPATH": str(ROOT),
            "CONSILIUM_HOME": str(self.home),
            "CONSILIUM_USER": "root",
        }

    def _serve(self) -> None:
        """Answers one `systemctl` after the other, also when one could not be carried out."""
        while True:
            try:
                client = self.listener.accept()
            except OSError:  # closed
                return
            with client:
                client.send(self._answer(client))

    def _answer(self, client: Connection) -> str:
        """What went wrong with what the client wants, "" for nothing."""
        verb, *units = client.recv()
        try:
            for unit in units:
                self.carry_out(verb, unit)
        except (OSError, subprocess.SubprocessError, StartError) as error:
            return f"{verb} {' '.join(units)}: {type(error).__name__}: {error}"
        return ""

    def carry_out(self, verb: str, unit: str) -> None:
        """One command for one unit."""
        if unit not in UNITS:
            return
        self.steps.append(f"{verb} {unit}")
        if verb in ("stop", "restart"):
            self.stop(unit)
        if verb in ("start", "restart") and unit not in self.running:
            self.start(unit)

    def start(self, unit: str) -> None:
        """Start it with the socket as file 3, and wait until a worker says that it is ready."""
        said = ConfigParser(interpolation=None, strict=False)
        said.optionxform = str  # type: ignore[assignment,method-assign]
        said.read(ROOT / "deploy" / "systemd" / f"{unit}.service")
        told = {
            name: said["Service"][name].replace(HOME, str(self.home))
            for name in ("WorkingDirectory", "ExecStart")
        }
        ready, number = self.home / f"{unit}.ready", self.socket.fileno()
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as waiting, self.log.open("ab") as log:
            ready.unlink(missing_ok=True)
            waiting.bind(str(ready))
            waiting.settimeout(1)
            environment = {
                "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8",
                "NOTIFY_SOCKET": str(ready),
            }  # fmt: skip
            command = [sys.executable, "-c", ACTIVATE, str(number), *shlex.split(told["ExecStart"])]
            self.running[unit] = subprocess.Popen(
                command,
                cwd=told["WorkingDirectory"],
                env=environment,
                pass_fds=[number],
                stdout=log,
                stderr=log,
            )
            self._wait(waiting, unit)

    def _wait(self, waiting: socket.socket, unit: str) -> None:
        """Until the unit says that it is ready.  Raises StartError when it has ended, or takes too long."""
        process, last = self.running[unit], time.monotonic() + SECONDS
        while time.monotonic() < last:
            with suppress(TimeoutError):
                waiting.recv(100)
                return
            if process.poll() is not None:
                del self.running[unit]
                raise StartError(f"{unit} ended with {process.returncode}: {self._said()}")
        raise StartError(f"{unit} was not ready after {SECONDS} s: {self._said()}")

    def _said(self) -> str:
        """The end of the log of the servers."""
        return self.log.read_text(errors="replace")[-2_000:]

    def stop(self, unit: str) -> None:
        """End it as KillMode=mixed does: the master first, which lets its workers finish."""
        process = self.running.pop(unit, None)
        if process:
            process.send_signal(signal.SIGTERM)
            process.wait(SECONDS)

    def close(self) -> None:
        """End everything."""
        for unit in list(self.running):
            self.stop(unit)
        self.socket.close()
        self.listener.close()


def main(arguments: Sequence[str]) -> int:
    """What `systemctl` does: hand the command on."""
    address, *command = arguments
    with Client(address, "AF_UNIX") as server:
        server.send(command)
        if problem := server.recv():
            print(problem, file=sys.stderr)
        return int(bool(problem))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
