"""`manage.py purge_drafts`: delete what was typed and not sent, when it is too old, and links that have expired."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from consult.models import CaseLink, DeskDraft, Draft


class Command(BaseCommand):
    """Delete what nobody can reach any more."""

    help = "Deletes unsent words older than DRAFT_DAYS, emptied drafts older than a day, and expired links."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and say how much."""
        now = timezone.now()
        old = Draft.objects.filter(updated_at__lt=now - timedelta(days=settings.DRAFT_DAYS))
        sent = Draft.objects.filter(question__isnull=False, updated_at__lt=now - timedelta(days=1))
        drafts = old.delete()[0] + sent.delete()[0]
        typed = DeskDraft.objects.filter(kept_at__lt=now - timedelta(days=settings.DRAFT_DAYS))
        drafts += typed.delete()[0]
        links = CaseLink.objects.filter(expires_at__lt=now).delete()[0]
        self.stdout.write(f"Deleted {drafts} drafts and {links} expired links.")
