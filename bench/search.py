"""How many searches a second gunicorn answers, and how long one takes.

    python -m bench.search [--seconds 20] [--connections 8] [--workers 2] [--rounds 4]

Serves the database of the present settings (import and rebuild first, `make setup` for the static files) and asks for
titles and topics of public questions, a fixed sample, whole and with a slip of the fingers in one of ten.
"""

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

SEED = 7
SAMPLE = 400


def searches() -> list[str]:
    """A fixed sample of what patients may type."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from consult.models import Question, Topic

    draw = random.Random(SEED)
    titles = list(Question.objects.public().order_by("pk").values_list("title", flat=True))
    topics = list(Topic.objects.order_by("pk").values_list("name", flat=True))
    if not titles:
        sys.exit("No public questions: run import_questions with --publish, then rebuild_related.")
    texts = [draw.choice(titles) for _ in range(SAMPLE // 2)]
    texts += [draw.choice(topics or titles) for _ in range(SAMPLE // 2)]
    for number in range(0, SAMPLE, 10):
        at = draw.randrange(max(1, len(texts[number]) - 1))
        texts[number] = texts[number][:at] + texts[number][at + 1 :]
    draw.shuffle(texts)
    return texts


def serve(workers: int) -> tuple[subprocess.Popen[bytes], int]:
    """Start gunicorn on a free port and wait until it is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--config", "portal/gunicorn.py"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    environment = {**os.environ, "DEBUG": "0", "SECRET_KEY": os.environ.get("SECRET_KEY", "bench-only")}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    for _attempt in range(100):
        try:
            if get(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/health/live/") == 200:
                return server, port
        except OSError:
            time.sleep(0.1)
    server.terminate()
    sys.exit("gunicorn did not start.")


def get(connection: http.client.HTTPConnection, path: str) -> int:
    """Ask for a path, read it all, and return the status."""
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def ask(port: int, paths: list[str], until: float, took: list[float], failed: list[int]) -> None:
    """Ask for one path after the other until the time is over; note what each took, in seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    number = 0
    while time.monotonic() < until:
        began = time.perf_counter()
        status = get(connection, paths[number % len(paths)])
        took.append(time.perf_counter() - began)
        if status != 200:
            failed.append(status)
        number += 1


def measure(port: int, paths: list[str], connections: int, seconds: float) -> tuple[list[float], list[int]]:
    """Ask from several connections at once; returns what each answer took, in seconds, and the failed statuses."""
    took: list[float] = []
    failed: list[int] = []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=ask, args=(port, paths[n::connections], until, took, failed))
        for n in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, failed


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
    options = parser.parse_args()
    kinds = {
        "search": ["/search/?" + urlencode({"q": text}) for text in searches()],
        "list of questions": ["/questions/"] * options.connections,
        "floor: no database": ["/health/live/"] * options.connections,
    }
    took: dict[str, list[float]] = {name: [] for name in kinds}
    failed: dict[str, int] = dict.fromkeys(kinds, 0)
    cost: dict[str, float] = dict.fromkeys(kinds, 0.0)
    server, port = serve(options.workers)
    try:
        measure(port, kinds["search"], options.connections, 3)
        for _round in range(options.rounds):
            for name, paths in kinds.items():
                before = worked(server.pid)
                found, bad = measure(port, paths, options.connections, options.seconds / options.rounds)
                took[name] += found
                failed[name] += len(bad)
                cost[name] += worked(server.pid) - before
    finally:
        server.terminate()
        server.wait()
    print(
        "| page | requests/s | p50 | p95 | processor for one | failed |\n| --- | --- | --- | --- | --- | --- |"
    )
    for name, times in took.items():
        p95 = statistics.quantiles(times, n=20)[18]
        print(
            f"| {name} | {len(times) / options.seconds:.0f} | {statistics.median(times) * 1000:.0f} ms "
            f"| {p95 * 1000:.0f} ms | {cost[name] / len(times) * 1000:.1f} ms | {failed[name]} of {len(times)} |"
        )


if __name__ == "__main__":
    main()
