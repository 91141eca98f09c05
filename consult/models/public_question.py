"""Which questions a stranger may see: one row each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicQuestion(models.Model):
    """A question that meets the visibility rule at this moment.

    The database itself keeps it in step with the rule (consult.publicity), in the transaction of whatever changes:
    nobody else writes here.  Asking for a row by its key costs the same whatever the planner believes of the tables.
    """

    question = models.OneToOneField(
        "consult.Question", on_delete=models.DO_NOTHING, primary_key=True, related_name="+"
    )

    class Meta:
        verbose_name = _("public question")
        verbose_name_plural = _("public questions")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Public question {self.pk}"
