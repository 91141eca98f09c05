"""`manage.py serve_metrics [--bind 127.0.0.1:9464]`: the figures of all workers, for Prometheus."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from portal.telemetry.site_figures import SiteFigures


def registry() -> CollectorRegistry:
    """What is served: what the workers counted, and the site as a whole."""
    found = CollectorRegistry()
    MultiProcessCollector(found, path=str(settings.METRICS_DIR))  # type: ignore[no-untyped-call]
    found.register(SiteFigures())
    return found


class Command(BaseCommand):
    """A process of its own, on an address that only Prometheus reaches."""

    help = "Serves figures for Prometheus (docs/OPERATIONS.md). They need METRICS=1 in the workers' settings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where it listens."""
        parser.add_argument("--bind", default="127.0.0.1:9464", metavar="ADDRESS:PORT")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until it is ended."""
        if not settings.METRICS:
            raise CommandError("Nothing is counted: set METRICS=1, and restart the workers.")
        address, _, port = options["bind"].rpartition(":")
        Path(settings.METRICS_DIR).mkdir(exist_ok=True)
        start_http_server(int(port), addr=address, registry=registry())
        while True:
            time.sleep(3600)
