"""The conditions app."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class ConditionsConfig(AppConfig):
    """Reference pages and the related-question engine."""

    name = "conditions"
    verbose_name = _("Conditions")

    def ready(self) -> None:
        """Keep the engine's part of the database in place, and its data in step with the questions."""
        from conditions import checks as _index_checks  # noqa: F401
        from conditions.admin.below import name_items, read_below
        from conditions.hidden_entries import HIDDEN
        from conditions.public_links import LINKS
        from conditions.related.backends.schema import ensure_schema, loosen_schema
        from conditions.related.proposals.while_asking import suggest
        from conditions.related.upkeep import listeners
        from conditions.related.upkeep.status import check_encoder
        from consult.asking.already_answered import provide
        from consult.desk import below as below_replies

        pre_migrate.connect(loosen_schema, sender=self)
        post_migrate.connect(ensure_schema, sender=self)
        for kept in (LINKS, HIDDEN):
            pre_migrate.connect(kept.loosen, sender=self)
            post_migrate.connect(kept.ensure, sender=self)
        listeners.connect()
        provide(suggest)
        below_replies.provide(read_below, name_items)
        checks.register(check_encoder)
