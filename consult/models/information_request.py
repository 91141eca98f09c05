"""What a doctor asked the patient before replying, and what the patient answered: each request is kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models.followup import FollowUp


class InformationRequest(models.Model):
    """One request for information.  Its words never change; its answer is the patient's next message."""

    question = models.ForeignKey(
        "consult.Question", on_delete=models.CASCADE, related_name="information_requests"
    )
    text = models.TextField(_("what we asked"), max_length=4_000)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    answer = models.OneToOneField(
        FollowUp,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answers_request",
        verbose_name=_("answer"),
    )

    class Meta:
        verbose_name = _("request for information")
        verbose_name_plural = _("requests for information")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="information_request_has_words"),
        ]

    def __str__(self) -> str:
        return f"Request {self.pk} of question {self.question_id}"
