"""The conditions app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConditionsConfig(AppConfig):
    """Reference pages and the related-question engine."""

    name = "conditions"
    verbose_name = _("Conditions")
