"""`manage.py publish_scheduled`: publish the approved revisions whose time has come."""

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError
from django.utils.translation import gettext as _

from conditions.actions.revisions import RevisionError, publish_scheduled
from conditions.actions.scheduled import give_back
from conditions.models import Revision
from consult.common.repeating import add_every, for_ever

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Publish what is due, once or for ever."""

    help = "Publishes reference pages at the time that was set for them. Safe to run twice at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--every SECONDS keeps it running."""
        add_every(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and say what could not be."""
        if options["every"]:
            for_ever(lambda: self._publish(always_tell=False), options["every"], self.stderr)
        self._publish(always_tell=True)

    def _publish(self, *, always_tell: bool) -> None:
        done, failed = 0, 0
        for revision in Revision.objects.due().select_related("page", "author", "reviewer"):
            try:
                if publish_scheduled(revision=revision):
                    done += 1
                    continue
            except RevisionError:  # another process was quicker
                continue
            except OperationalError:  # the database is away: what is due stays due
                raise
            except Exception:  # one that is broken must not keep those after it
                logger.exception("Revision %s could not be published.", revision.pk)
                give_back(revision=revision, trouble=_("An error on the server, which its log tells."))
            failed += 1
            self.stderr.write(
                f"Revision {revision.pk} of “{revision.page}” was not published: it waits for review again, and says "
                "why."
            )
        if always_tell or done:
            self.stdout.write(f"Published {done} revisions; {failed} could not be.")
