"""Sends hostile requests as every role, and counts how they were answered."""

from collections import Counter
from urllib.parse import quote, urlencode

from django.test import Client

from tests.portal.attacks.hostile_requests import Hostile, hostile_requests


def send(client: Client, wanted: Hostile) -> int:
    """The status of one request.  What would raise in a server becomes a 500."""
    query = urlencode(wanted.query)
    path = quote(wanted.path, safe="/%:@") + (f"?{query}" if query else "")
    headers = {name: value.replace("\r", "").replace("\n", "") for name, value in wanted.headers.items()}
    return int(
        client.generic(
            wanted.method, path, wanted.body, content_type=wanted.content_type, headers=headers
        ).status_code
    )


def fuzz(
    clients: list[Client], *, seed: int, count: int, known: list[str]
) -> tuple[Counter[int], list[Hostile]]:
    """Send them, each as the next client; the statuses, and the requests that failed."""
    answered: Counter[int] = Counter()
    failed = []
    for number, wanted in enumerate(hostile_requests(seed, count, known)):
        status = send(clients[number % len(clients)], wanted)
        answered[status] += 1
        if status >= 500:
            failed.append(wanted)
    return answered, failed
