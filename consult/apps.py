"""The consult app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class ConsultConfig(AppConfig):
    """Questions and replies."""

    name = "consult"
    verbose_name = _("Consultation")

    def ready(self) -> None:
        """Register the system checks, and let the database keep the rows of the public questions."""
        from consult.publicity import ensure_public_questions, loosen_public_questions
        from consult.safety import checks, emergency_numbers  # noqa: F401

        pre_migrate.connect(loosen_public_questions, sender=self)
        post_migrate.connect(ensure_public_questions, sender=self)
