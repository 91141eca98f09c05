"""How many pages a second gunicorn answers, and how long one takes.

    python -m bench.pages [--seconds 20] [--connections 8] [--workers 2] [--rounds 4] [--gzip] [--only search ...]

Serves the database of the present settings (bench/grow.py fills one; `manage.py collectstatic` for the static files)
and asks, in turns, for public threads, for titles and topics of public questions (whole, and with a slip of the
fingers in one of ten), for lists, reference pages, topics, the home page, and for the two floors of bench/floors.py.
Every address is asked for once before anything is measured: what is measured are stored pages.
"""

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

SEED = 7
SAMPLE = 400
FLOOR = "floor: bare view, all middleware"
BARE_FLOOR = "floor: bare view, no middleware"
FLOORS = (FLOOR, BARE_FLOOR)


@dataclass
class Page:
    """One kind of page: its addresses in turn, and what was measured of it."""

    paths: Iterator[str]
    count: int
    took: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    failed: int = 0
    worked: float = 0.0
    size: int = 0


def pages() -> dict[str, Page]:
    """A fixed sample of what patients may open and search for."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from conditions.models import ReferencePage
    from consult.models import Question, Topic

    draw = random.Random(SEED)
    public = Question.objects.public().order_by("pk")
    numbers = list(public.values_list("pk", flat=True))
    if not numbers:
        sys.exit("No public questions: see bench/grow.py.")
    some = public.in_bulk(draw.sample(numbers, min(len(numbers), SAMPLE)))
    titles = [question.title for question in some.values()]
    topics = list(Topic.objects.order_by("pk").values_list("name", flat=True)) or titles
    texts = [draw.choice(titles) for _ in range(SAMPLE // 2)]
    texts += [draw.choice(topics) for _ in range(SAMPLE // 2)]
    for number in range(0, SAMPLE, 10):
        at = draw.randrange(max(1, len(texts[number]) - 1))
        texts[number] = texts[number][:at] + texts[number][at + 1 :]
    draw.shuffle(texts)
    kinds = {
        "thread": [question.get_absolute_url() for question in some.values()],
        "search": ["/search/?" + urlencode({"q": text}) for text in texts],
        "list of questions": ["/questions/"],
        "home": ["/"],
        "specialty": list({each.specialty.get_absolute_url() for each in some.values() if each.specialty}),
        "topic": [topic.get_absolute_url() for topic in Topic.objects.by_name()[:SAMPLE]],
        "reference page": [page.get_absolute_url() for page in ReferencePage.objects.public()[:SAMPLE]],
        FLOOR: [f"/floor/?pk={number}" for number in some],
        BARE_FLOOR: [f"/bare-floor/?pk={number}" for number in some],
    }
    return {name: Page(cycle(paths), len(paths)) for name, paths in kinds.items() if paths}


def serve(workers: int) -> tuple[subprocess.Popen[bytes], int]:
    """Start gunicorn on a free port and wait until it is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--config", "portal/gunicorn.py"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    # A worker that restarts is not what is measured.
    command += ["--max-requests", "0", "--log-level", "warning"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.floor_settings",
        "DEBUG": "0",
        "SECRET_KEY": os.environ.get("SECRET_KEY", "bench-only"),
    }
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    for _attempt in range(100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live/", timeout=5):
                return server, port
        except OSError:
            time.sleep(0.1)
    server.terminate()
    sys.exit("gunicorn did not start.")


async def get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[int, int]:
    """Send one request on an open connection; the status and the length of the body, read to its end."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    headers = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if line)
    length = int(headers[b"content-length"])
    await reader.readexactly(length)
    return int(head[9:12]), length


async def ask(port: int, page: Page, until: float, gzip: bool) -> int:
    """Ask for one address after the other until the time is over; return how many were answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    accept = "Accept-Encoding: gzip\r\n" if gzip else ""
    answered = 0
    while time.monotonic() < until:
        request = f"GET {next(page.paths)} HTTP/1.1\r\nHost: localhost\r\n{accept}\r\n".encode()
        began = time.perf_counter()
        status, page.size = await get(reader, writer, request)
        page.took.append(time.perf_counter() - began)
        page.failed += status != 200
        answered += 1
    writer.close()
    return answered


async def warm(port: int, page: Page) -> None:
    """Ask once for every address."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    for _number in range(page.count):
        await get(reader, writer, f"GET {next(page.paths)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    writer.close()


async def measure(port: int, page: Page, connections: int, seconds: float, gzip: bool) -> None:
    """Ask from several connections at once, and note the rate."""
    began = time.monotonic()
    asking = (ask(port, page, began + seconds, gzip) for _ in range(connections))
    answered = sum(await asyncio.gather(*asking))
    page.rates.append(answered / (time.monotonic() - began))


def worked(server: int) -> float:
    """Seconds of processor that the workers of this gunicorn have used; a busy machine hardly changes it."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == server:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure in turns and print a row for each kind of page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=20, help="for each kind of page")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--gzip", action="store_true", help="ask for compressed pages, as browsers do")
    parser.add_argument("--only", nargs="+", help="these kinds of page (and the floors)")
    options = parser.parse_args()
    kinds = pages()
    if options.only:
        kinds = {name: page for name, page in kinds.items() if name in options.only or name in FLOORS}
    server, port = serve(options.workers)
    try:
        for page in kinds.values():  # every worker has then read its templates, its model and its vectors
            asyncio.run(warm(port, page))
            asyncio.run(measure(port, page, options.connections, 1.5, options.gzip))
            page.took.clear()
            page.rates.clear()
        for _round in range(options.rounds):
            for page in kinds.values():
                before = worked(server.pid)
                asyncio.run(
                    measure(port, page, options.connections, options.seconds / options.rounds, options.gzip)
                )
                page.worked += worked(server.pid) - before
    finally:
        server.terminate()
        server.wait()
    print(
        "| page | requests/s, median | least to most | of the floors | p50 | p95 | processor for one | failed |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    floors = [statistics.median(kinds[name].rates) for name in FLOORS]
    for name, page in kinds.items():
        shares = " and ".join(f"{statistics.median(page.rates) / floor:.2f}" for floor in floors)
        p95 = statistics.quantiles(page.took, n=20)[18]
        print(
            f"| {name} | {statistics.median(page.rates):.0f} "
            f"| {min(page.rates):.0f} to {max(page.rates):.0f} | {shares} "
            f"| {statistics.median(page.took) * 1000:.1f} ms | {p95 * 1000:.1f} ms "
            f"| {page.worked / len(page.took) * 1000:.2f} ms | {page.failed} of {len(page.took)} |"
        )


if __name__ == "__main__":
    main()
