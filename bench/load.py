"""Asks one server for addresses in turn, over several connections at once: with wrk where it is installed.

Our own client is for machines without wrk: it takes more of the processor than the server does, so rates are lower.
"""

import asyncio
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

WRK = shutil.which("wrk")
SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True)
class Asked:
    """What one spell of asking found; times in milliseconds."""

    answered: int
    seconds: float
    p50: float
    p95: float
    failed: int


def client() -> str:
    """The name of what asks."""
    return "wrk" if WRK else "the client of bench/load.py"


def ask(port: int, paths: list[str], *, connections: int, seconds: float) -> Asked:
    """Ask for compressed pages, as browsers do, for so long."""
    if not WRK:
        return asyncio.run(_ask_by_ourselves(port, paths, connections, seconds))
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(paths) + "\n")
        file.flush()
        command = [WRK, "--threads", "1", "--connections", str(connections), "--duration", f"{max(1, round(seconds))}s",
                   "--script", str(SCRIPT), "--header", "Accept-Encoding: gzip", "--header", "Host: localhost",
                   f"http://127.0.0.1:{port}", "--", file.name]  # fmt: skip
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Asked(**json.loads(told.strip().rpartition("\n")[2]))


def warm(port: int, paths: list[str]) -> None:
    """Ask once for every address."""
    asyncio.run(_each_once(port, paths))


async def _each_once(port: int, paths: list[str]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    for path in paths:
        await _get(reader, writer, path)
    writer.close()


async def _get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> int:
    """One request on an open connection; the status, when the body is read to its end."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    headers = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if line)
    await reader.readexactly(int(headers[b"content-length"]))
    return int(head[9:12])


async def _ask_by_ourselves(port: int, paths: list[str], connections: int, seconds: float) -> Asked:
    turn, took, failed = cycle(paths), list[float](), list[int]()
    began = time.monotonic()

    async def over_and_over() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
        while time.monotonic() < began + seconds:
            at = time.perf_counter()
            status = await _get(reader, writer, next(turn))
            took.append(1_000 * (time.perf_counter() - at))
            failed.extend([status] if status != 200 else [])
        writer.close()

    await asyncio.gather(*(over_and_over() for _ in range(connections)))
    p95 = statistics.quantiles(took, n=20)[18]
    return Asked(len(took), time.monotonic() - began, statistics.median(took), p95, len(failed))
