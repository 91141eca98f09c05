"""A later message of the same patient on the same case, and what the doctor answers."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consult.models.doctor import Doctor


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Named reads of follow-ups."""

    def public(self) -> "FollowUpQuerySet":
        """Follow-ups that an editor approved for the public thread."""
        return self.filter(approved_at__isnull=False)

    def unanswered(self) -> "FollowUpQuerySet":
        """Follow-ups that wait for a doctor's answer."""
        return self.filter(kind=FollowUp.Kind.FOLLOW_UP, answered_at__isnull=True)

    def answered(self) -> "FollowUpQuerySet":
        """Follow-ups that a doctor has answered."""
        return self.filter(kind=FollowUp.Kind.FOLLOW_UP, answered_at__isnull=False)


class FollowUp(models.Model):
    """The patient's message, and the doctor's answer once there is one."""

    class Kind(models.TextChoices):
        FOLLOW_UP = "follow_up", _("Follow-up")
        INFORMATION = "information", _("Information that we asked for")

    LONGEST = 4_000

    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, related_name="followups")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FOLLOW_UP)
    text = models.TextField(_("message"), max_length=LONGEST)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    doctor = models.ForeignKey(
        Doctor, on_delete=models.PROTECT, null=True, blank=True, related_name="followups"
    )
    answer = models.TextField(_("answer"), max_length=10_000, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved for the public page at"), null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="followup_has_words"),
            models.CheckConstraint(
                condition=Q(kind="information")
                | Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False, doctor__isnull=False) & ~Q(answer="")),
                name="followup_answered_with_words_and_doctor",
            ),
        ]

    def __str__(self) -> str:
        return f"Follow-up {self.pk} of question {self.question_id}"

    @property
    def is_public(self) -> bool:
        """Whether an editor approved it for the public thread."""
        return self.approved_at is not None
