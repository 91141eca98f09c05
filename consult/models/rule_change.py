"""Changes of red flag rules: proposed by one person, put in force by another, after a dry run on past questions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models.safety import RedFlagRule


class RuleChangeQuerySet(models.QuerySet["RuleChange"]):
    """Named reads of proposed changes."""

    def open(self) -> "RuleChangeQuerySet":
        """Those that nobody has decided yet."""
        return self.filter(state=RuleChange.State.OPEN)


class RuleChange(models.Model):
    """One proposal: what a rule is to be, why, what it would fire on, and who decided."""

    class Kind(models.TextChoices):
        """What is to be done."""

        ADD = "add", _("A new rule")
        CHANGE = "change", _("A change")
        RETIRE = "retire", _("Retire the rule")
        BRING_BACK = "bring_back", _("Bring the rule back")

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("Waits for somebody else")
        IN_FORCE = "in_force", _("In force")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    rule = models.ForeignKey(
        RedFlagRule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("rule"),
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    values = models.JSONField(_("proposed values"), default=dict)
    based_on = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("When the rule was changed last before.")
    )
    reason = models.CharField(_("why"), max_length=200)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    # Counts and numbers of questions; never their words.
    dry_run = models.JSONField(_("dry run"), default=dict)
    dry_run_at = models.DateTimeField(_("tried at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.CharField(_("why it was rejected"), max_length=200, blank=True)

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed rule change")
        verbose_name_plural = _("proposed rule changes")
        ordering = ["-pk"]
        # Nobody writes it by hand: consult.desk.actions.rules does.
        default_permissions = ("view",)
        permissions = [
            ("decide_rule_change", "Can put somebody else's change of a red flag rule in force, or reject it")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")), name="rule_change_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="rule_change_decided_has_date",
            ),
            models.CheckConstraint(
                condition=Q(kind="add") | Q(rule__isnull=False), name="rule_change_of_a_rule"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="rule_change_has_reason"),
            models.UniqueConstraint(
                fields=["rule"], condition=Q(state="open"), name="rule_change_one_open_for_a_rule"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def name(self) -> str:
        """What the rule is called."""
        return str(self.values.get("name") or self.rule or "")

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state == self.State.OPEN

    def proposed_rule(self) -> RedFlagRule:
        """Return the rule as it is to be, not saved."""
        rule = RedFlagRule.objects.get(pk=self.rule_id) if self.rule_id else RedFlagRule()
        for name, value in self.values.items():
            setattr(rule, name, value)
        rule.is_active = self.kind != self.Kind.RETIRE
        return rule
