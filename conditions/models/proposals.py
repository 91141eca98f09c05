"""What the engine proposed for a question at the desk, kept until something of it changes."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredProposals(models.Model):
    """Causes and similar cases proposed for one question and one draft: derived data, made anew at any time.

    Holds keys, scores and reasons; which causes and questions may be shown is decided when they are read.
    """

    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, related_name="+")
    made_of = models.CharField(max_length=64)
    causes: Any = models.JSONField(default=list)
    cases: Any = models.JSONField(default=list)
    made_at = models.DateTimeField(_("made at"), auto_now=True)
    is_stale = models.BooleanField(
        _("out of date"),
        default=False,
        db_default=False,
        help_text=_("The pages or the index have changed since: shown until it is made anew."),
    )

    class Meta:
        verbose_name = _("stored proposals")
        verbose_name_plural = _("stored proposals")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["question", "made_of"], name="proposals_one_each"),
        ]

    def __str__(self) -> str:
        return f"Proposals for question {self.question_id}"
