"""What somebody of the staff has typed on the screen of a question and not sent, kept while they type."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeskDraft(models.Model):
    """Everything that stands in one person's form of one question.  It is nobody's reply yet, and for them alone.

    The reply itself has a version and a history; what is typed between two presses of a button needs neither.
    """

    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fields: Any = models.JSONField(default=dict)
    kept_at = models.DateTimeField(_("kept at"), auto_now=True)

    class Meta:
        verbose_name = _("unsent words at the desk")
        verbose_name_plural = _("unsent words at the desk")
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="desk_draft_one_each"),
        ]

    def __str__(self) -> str:
        return f"Unsent words for question {self.question_id}"
