"""Changed words of a public reply, which wait for an editor behind the words that stand."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consult.models.examination import HowSoon
from consult.models.reply import Reply
from consult.models.specialty import Specialty

WORDS = ("specialty_id", "examination", *Reply.TEXTS)
"""The columns of a reply that a correction changes, in the order in which they are read."""


class Correction(models.Model):
    """The newest words of one public reply.  The patient reads them at once, strangers when they are approved."""

    reply = models.OneToOneField(Reply, on_delete=models.CASCADE, related_name="correction")
    specialty = models.ForeignKey(
        Specialty, on_delete=models.PROTECT, related_name="+", verbose_name=_("specialty")
    )
    text = models.TextField(_("reply"), max_length=10_000)
    safety_net = models.TextField(_("safety net"), max_length=4_000)
    more_info = models.TextField(_("more info"), max_length=20_000, blank=True)
    examination = models.CharField(
        _("needs an examination in person"), max_length=10, choices=HowSoon, blank=True, default=""
    )
    # What other apps keep with it, by the name of their panel on the reply form.
    panels: Any = models.JSONField(default=dict, blank=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written at"), auto_now=True)

    history = HistoricalRecords(excluded_fields=["panels"])

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(safety_net=""), name="correction_has_words")
        ]

    def __str__(self) -> str:
        return f"Correction of reply {self.reply_id}"
