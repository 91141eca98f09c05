"""`manage.py check_sources`: ask whether the addresses of sources still answer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from conditions.models import Source
from conditions.sources.check import check_sources, pages_on


class Command(BaseCommand):
    """Ask, note it, and name the pages that rest on a dead address."""

    help = (
        "Asks whether the addresses of sources still answer, and lists the dead ones with the pages they affect. "
        "Changes no page and keeps nothing from being published."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--days and --most."""
        parser.add_argument("--days", type=int, default=30, help="only those not asked for in so many days")
        parser.add_argument("--most", type=int, default=1_000, help="at most so many")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask and tell; editors find the same under Sources, filtered by "Dead"."""
        count, _found = check_sources(days=options["days"], most=options["most"])
        dead = list(Source.objects.dead().select_related("last_check").order_by("pk"))
        self.stdout.write(f"Asked for {count} addresses; {len(dead)} sources are dead.")
        for source in dead:
            self.stdout.write(f"{source.url}  {source.last_check.problem}")
            for page in pages_on(source):
                self.stdout.write(f"    {page.title}")
