"""What the doctors of this site have taught the order of proposed causes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CauseRankingQuerySet(models.QuerySet["CauseRanking"]):
    """Named reads of learned orders."""

    def in_use(self) -> "CauseRanking | None":
        """The order that proposals follow; None while the shipped one is at least as good."""
        return self.filter(is_used=True).first()


class CauseRanking(models.Model):
    """A small linear model, one row, made anew each night from ticked and unticked proposals.

    Derived data without texts: `weights` of four facts, and for each cause that was decided on often enough how much
    more often than others it is ticked.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    weights = models.JSONField(_("weights"), default=dict)
    causes = models.JSONField(_("causes"), default=dict)
    decisions = models.PositiveIntegerField(_("decisions learned from"), default=0)
    held_out = models.PositiveIntegerField(_("replies held out"), default=0)
    shipped_mrr = models.FloatField(_("shipped order, MRR on them"), null=True)
    learned_mrr = models.FloatField(_("learned order, MRR on them"), null=True)
    is_used = models.BooleanField(_("in use"), default=False)
    made_at = models.DateTimeField(_("made at"), auto_now=True)

    objects = CauseRankingQuerySet.as_manager()

    class Meta:
        verbose_name = _("learned order of causes")
        verbose_name_plural = _("learned orders of causes")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="cause_ranking_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(is_used=False) | models.Q(learned_mrr__gt=models.F("shipped_mrr")),
                name="cause_ranking_used_only_when_better",
            ),
        ]

    def __str__(self) -> str:
        return "Learned order of causes"
