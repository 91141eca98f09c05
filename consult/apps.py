"""The consult app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultConfig(AppConfig):
    """Questions and replies."""

    name = "consult"
    verbose_name = _("Consultation")

    def ready(self) -> None:
        """Register the system checks."""
        from consult.safety import checks, emergency_numbers  # noqa: F401
