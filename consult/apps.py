"""The consult app."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class ConsultConfig(AppConfig):
    """Questions and replies."""

    name = "consult"
    verbose_name = _("Consultation")

    def ready(self) -> None:
        """Register the system checks; let the database keep its own rows and the audit trail."""
        from consult.privacy import checks as privacy_checks  # noqa: F401
        from consult.public_tags import TAGS
        from consult.publicity import ensure_public_questions, loosen_public_questions
        from consult.safety import checks, emergency_numbers  # noqa: F401

        pre_migrate.connect(loosen_public_questions, sender=self)
        post_migrate.connect(ensure_public_questions, sender=self)
        pre_migrate.connect(TAGS.loosen, sender=self)
        post_migrate.connect(TAGS.ensure, sender=self)
        post_migrate.connect(_protect_audit, sender=self)
        post_migrate.connect(_analyze_what_was_remade, sender=self)


def _protect_audit(using: str, **_: object) -> None:
    """Refuse changes, and link what was written before there was a chain."""
    from consult.common.immutable import protect
    from consult.models import AuditEntry, AuditLink
    from consult.question.audit_chain import link_entries

    tables = [model._meta.db_table for model in (AuditEntry, AuditLink)]
    if set(tables) <= set(connections[using].introspection.table_names()):
        link_entries()
        protect(*tables, using=using)


def _analyze_what_was_remade(using: str, plan: Sequence[object] = (), **_: object) -> None:
    """SQLite makes most changes of a table by filling a new one, of which its planner then knows nothing.

    `manage.py flush` has no plan.
    """
    from consult.common.database import analyze, for_database

    makes_anew = for_database(connections[using], sqlite=True, postgresql=False)
    if makes_anew and plan:
        analyze()
