"""Computes the chain of hashes over the audit trail anew, and says whether it is whole."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consult.common.immutable import is_protected
from consult.models import AuditEntry, AuditLink
from consult.question.audit_chain import check_chain, link_entries


class Command(BaseCommand):
    """Ends with 1 when something was changed.  Keep the last line elsewhere: with it nobody can replace the whole."""

    help = "Check that nobody has changed the audit trail."

    def add_arguments(self, parser: Any) -> None:
        """The end of the chain as it was noted before."""
        parser.add_argument(
            "--noted", default="", help="an earlier end of the chain, which must still stand in it"
        )

    def handle(self, *args: Any, noted: str, **options: Any) -> None:
        """Check triggers, chain and what was noted."""
        link_entries()
        found = check_chain()
        problems = []
        if not all(is_protected(model._meta.db_table) for model in (AuditEntry, AuditLink)):
            problems.append("The database does not refuse changes: run manage.py migrate.")
        if found.broken_at is not None:
            problems.append(f"The chain breaks at entry {found.broken_at}.")
        if found.unlinked:
            problems.append(f"{found.unlinked} entries stand beside the chain: somebody put them in by hand.")
        if noted and not AuditLink.objects.filter(digest=noted).exists():
            problems.append("The end that was noted does not stand in the chain.")
        self.stdout.write(f"Entries in the chain: {found.linked}. Its end: {found.head or '-'}")
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            sys.exit(1)
