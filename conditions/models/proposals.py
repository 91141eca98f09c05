"""What the engine proposed for a question at the desk, kept until something of it changes."""

from typing import Any

from django.db import models
from django.db.models import F, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class ProposalsChange(models.Model):
    """How often what proposals are made from has changed: one row, whose number rises."""

    number = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Change {self.number}"


class StoredProposalsQuerySet(models.QuerySet["StoredProposals"]):
    """Named reads of stored proposals."""

    def knowing_the_change(self) -> "StoredProposalsQuerySet":
        """Each with the number of the last change."""
        number = Subquery(ProposalsChange.objects.values("number")[:1])
        return self.annotate(last_change=Coalesce(number, Value(0)))

    def current(self) -> "StoredProposalsQuerySet":
        """Those that were made after the last change."""
        return self.knowing_the_change().filter(is_stale=False, made_at_change=F("last_change"))

    def outdated(self) -> "StoredProposalsQuerySet":
        """The others."""
        return self.knowing_the_change().exclude(is_stale=False, made_at_change=F("last_change"))


class StoredProposals(models.Model):
    """Causes and similar cases proposed for one question and one draft: derived data, made anew at any time.

    Holds keys, scores and reasons; which causes and questions may be shown is decided when they are read.
    """

    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, related_name="+")
    made_of = models.CharField(max_length=64)
    causes: Any = models.JSONField(default=list)
    cases: Any = models.JSONField(default=list)
    made_at = models.DateTimeField(_("made at"), auto_now=True)
    is_stale = models.BooleanField(
        _("out of date"),
        default=False,
        db_default=False,
        help_text=_("A page has changed, or the index was made anew, since: shown until this is made anew."),
    )
    # The number of the last change when its making began: a change that came meanwhile is told by it, the mark alone
    # would be overwritten at the end.
    made_at_change = models.BigIntegerField(default=0, db_default=0, editable=False)

    objects = StoredProposalsQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored proposals")
        verbose_name_plural = _("stored proposals")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["question", "made_of"], name="proposals_one_each"),
        ]

    def __str__(self) -> str:
        return f"Proposals for question {self.question_id}"
