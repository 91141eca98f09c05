"""Headings had their number as anchor once: also what was published while an update was under way keeps it."""

from datetime import timedelta
from importlib import import_module

from django.apps import apps
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

KEPT_BY = "0123_former_heading_numbers"
"""The migration that notes the numbers of all headings that readers knew."""
WITHIN = timedelta(days=2)
"""So long after it the former version may have served, and a night been missed."""


def keep_heading_numbers() -> None:
    """Note once more what the migration notes: the former version may have published pages after it.

    Nothing that is noted changes.  Later there is nothing to note: no page has got numbers since.
    """
    since = timezone.now() - WITHIN
    steps = MigrationRecorder.Migration.objects.filter(app="conditions", name=KEPT_BY)
    if steps.filter(applied__gte=since).exists():
        import_module(f"conditions.migrations.{KEPT_BY}").fill(apps, None)
