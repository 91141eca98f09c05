"""Askers who found their answer before they asked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conditions.models.cause import Cause
from consult.models import Question


class Deflection(models.Model):
    """One "this answers my question".  Nothing of the asker or of what they typed is kept."""

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, null=True, blank=True, related_name="deflections"
    )
    cause = models.ForeignKey(
        Cause, on_delete=models.CASCADE, null=True, blank=True, related_name="deflections"
    )
    happened_on = models.DateField(_("day"), auto_now_add=True)

    class Meta:
        verbose_name = _("answer found while asking")
        verbose_name_plural = _("answers found while asking")
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False, cause__isnull=True)
                | Q(question__isnull=True, cause__isnull=False),
                name="deflection_by_question_or_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer found on {self.happened_on}"

    @property
    def answer(self) -> Question | Cause:
        """What answered."""
        return self.question or self.cause  # type: ignore[return-value]
