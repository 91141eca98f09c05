"""How many searches a second gunicorn answers, and how long one takes.

    python -m bench.search [--seconds 20] [--connections 8] [--workers 2]

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


def measure(port: int, texts: list[str], connections: int, seconds: float) -> tuple[list[float], list[int]]:
    """Ask from several connections at once."""
    took: list[float] = []
    failed: list[int] = []
    paths = ["/search/?" + urlencode({"q": text}) for text in texts]
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


def main() -> None:
    """Measure and print one row."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    texts = searches()
    server, port = serve(options.workers)
    try:
        measure(port, texts, options.connections, 3)
        took, failed = measure(port, texts, options.connections, options.seconds)
    finally:
        server.terminate()
        server.wait()
    ranks = statistics.quantiles(took, n=20)
    print("| requests/s | p50 | p95 | failed |\n| --- | --- | --- | --- |")
    print(
        f"| {len(took) / options.seconds:.0f} | {statistics.median(took) * 1000:.0f} ms "
        f"| {ranks[18] * 1000:.0f} ms | {len(failed)} of {len(took)} |"
    )


if __name__ == "__main__":
    main()
