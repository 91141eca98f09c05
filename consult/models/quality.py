"""The review of a sample of replies: how good each was, on a short form.

As with internal words (consult.models.internal), nothing points here from a reply, and `consult.models` does not hand
it out.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models.doctor import Doctor
from consult.models.reply import Reply
from consult.models.status import FINAL


class Score(models.IntegerChoices):
    """How far something is true."""

    NO = 0, _("No")
    PARTLY = 1, _("Partly")
    YES = 2, _("Yes")


ITEMS: dict[str, Any] = {
    "is_right": _("It is medically right"),
    "is_safe": _("The safety net names what matters, and where to go"),
    "answers": _("It answers what the patient wants to know"),
    "is_clear": _("A patient understands it"),
    "is_kind": _("It is kind"),
}
"""What is scored, by column."""


class QualityReviewQuerySet(models.QuerySet["QualityReview"]):
    """Named reads of reviews."""

    def open(self) -> "QualityReviewQuerySet":
        """Drawn and not yet scored; nobody reads what a patient has taken back meanwhile."""
        # Not by a join: with old statistics SQLite begins it with all questions.
        taken_back = Reply.objects.filter(pk=OuterRef("reply"), question__status__in=FINAL)
        return self.filter(~Exists(taken_back), reviewed_at__isnull=True)

    def scored(self) -> "QualityReviewQuerySet":
        """Those that somebody has scored."""
        return self.filter(reviewed_at__isnull=False)

    def for_reviewer(self, doctor: Doctor | None) -> "QualityReviewQuerySet":
        """Those that this person may score: nobody scores a reply of their own."""
        return self.exclude(reply__doctor=doctor) if doctor else self


def _score(column: str) -> models.PositiveSmallIntegerField[Any, Any]:
    """The column of one item."""
    return models.PositiveSmallIntegerField(ITEMS[column], choices=Score, null=True, blank=True)


class QualityReview(models.Model):
    """One reply that was drawn, and its scores once there are some."""

    LONGEST = 1_000

    reply = models.OneToOneField(Reply, on_delete=models.CASCADE, related_name="+")
    drawn_at = models.DateTimeField(_("drawn at"), default=timezone.now)
    is_right = _score("is_right")
    is_safe = _score("is_safe")
    answers = _score("answers")
    is_clear = _score("is_clear")
    is_kind = _score("is_kind")
    remark = models.TextField(
        _("what the doctor should know"),
        max_length=LONGEST,
        blank=True,
        help_text=_("The doctor reads it, without your name."),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)

    objects = QualityReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("quality review")
        verbose_name_plural = _("quality reviews")
        ordering = ["drawn_at", "pk"]
        permissions = [
            ("score_reply", "Can score replies of the quality sample"),
            ("read_quality", "Can read the quality figures of all doctors"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    reviewed_at__isnull=True,
                    reviewer__isnull=True,
                    remark="",
                    **{f"{c}__isnull": True for c in ITEMS},
                )
                | Q(
                    reviewed_at__isnull=False,
                    reviewer__isnull=False,
                    **{f"{c}__isnull": False for c in ITEMS},
                ),
                name="review_scored_whole_or_not_at_all",
            )
        ]

    def __str__(self) -> str:
        return f"Quality review {self.pk}"
