"""Similar questions, as the engine found them and as editors decided."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consult.models import Question


class NeighbourQuerySet(models.QuerySet["Neighbour"]):
    """Named reads of neighbours."""

    def found(self) -> "NeighbourQuerySet":
        """Those that only the engine knows: a rebuild may replace them."""
        return self.filter(choice="")

    def decided(self) -> "NeighbourQuerySet":
        """Those that an editor pinned or hid: every rebuild keeps them."""
        return self.exclude(choice="")

    def shown(self) -> "NeighbourQuerySet":
        """Not hidden, in the order of the list: pins as placed, then the best first."""
        return self.exclude(choice=Neighbour.Choice.HIDE).order_by(
            F("position").asc(nulls_last=True), F("score").desc(nulls_last=True), "pk"
        )

    def hidden(self) -> "NeighbourQuerySet":
        """Those that an editor hid."""
        return self.filter(choice=Neighbour.Choice.HIDE)

    def state(self) -> str:
        """What stands in the list, as 16 hex digits that change with any row, choice or place."""
        rows = self.order_by("other").values_list("other", "choice", "position")
        return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]


class Neighbour(models.Model):
    """One question that is like another.  Each direction has its own row, score and choice."""

    class Choice(models.TextChoices):
        NONE = "", _("As ranked")
        PIN = "pin", _("Pinned")
        HIDE = "hide", _("Hidden")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="neighbours")
    other = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="neighbour_of", verbose_name=_("similar question")
    )
    score = models.FloatField(
        _("score"), null=True, blank=True, help_text=_("0 to 1; empty when only an editor sees the likeness.")
    )
    cosine = models.FloatField(_("likeness of meaning"), null=True, blank=True)
    lexical = models.FloatField(_("likeness of words"), null=True, blank=True)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    choice = models.CharField(_("choice"), max_length=4, choices=Choice, blank=True, default="")
    position = models.PositiveSmallIntegerField(
        _("place in the list"), null=True, blank=True, help_text=_("Of a pinned question: 1 comes first.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = NeighbourQuerySet.as_manager()

    class Meta:
        verbose_name = _("similar question")
        verbose_name_plural = _("similar questions")
        ordering = ["question", F("position").asc(nulls_last=True), F("score").desc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(fields=["question", "other"], name="neighbour_once"),
            models.CheckConstraint(condition=~Q(question=F("other")), name="neighbour_is_another"),
            models.CheckConstraint(
                condition=Q(choice="", decided_at__isnull=True, score__isnull=False)
                | (~Q(choice="") & Q(decided_at__isnull=False)),
                name="neighbour_ranked_or_decided",
            ),
            models.CheckConstraint(
                condition=Q(choice="pin", position__isnull=False)
                | (~Q(choice="pin") & Q(position__isnull=True)),
                name="neighbour_placed_iff_pinned",
            ),
        ]

    def __str__(self) -> str:
        return f"Question {self.other_id} beside question {self.question_id}"
