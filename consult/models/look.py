"""What of a case a moderator has looked at, so that the next time only what has changed need be read."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CaseLook(models.Model):
    """One moderator has looked at one case before its approval: the versions of its texts, none of their words."""

    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Of each text by its name ("reply-7"): the table of its history ("correction") and the version that was shown.
    seen: Any = models.JSONField(default=dict)
    # Of each text by its name: a mark of each thing that stood beside it, topics, linked causes and passages.
    marks: Any = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(help_text=_("The version of the question."))
    looked_at = models.DateTimeField(_("looked at"), default=timezone.now)

    class Meta:
        verbose_name = _("look of a moderator")
        verbose_name_plural = _("looks of moderators")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="case_look_one_each"),
        ]

    def __str__(self) -> str:
        return f"Look at question {self.question_id}"
