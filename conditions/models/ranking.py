"""What this site knows of the order of proposed causes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CauseRankingQuerySet(models.QuerySet["CauseRanking"]):
    """Named reads of what a site knows."""

    def known(self) -> "CauseRanking":
        """The row; one that knows nothing before the first rebuild."""
        return self.first() or CauseRanking()


class CauseRanking(models.Model):
    """How common each cause is, and a small linear model of what doctors tick: one row, made anew each night.

    Derived data without texts: `common` is how often questions name each cause (upkeep/commonness.py); `weights` of
    four facts, and for each cause that was decided on often enough how much more often than others it is ticked.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    common = models.JSONField(
        _("how common each is"), default=dict, db_default=models.Value({}, models.JSONField())
    )
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
