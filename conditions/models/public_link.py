"""Which public questions a stranger finds under which cause: one row each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conditions.models.cause import Cause
from consult.models import Question

ADDED = -1.0
"""The score of a link that a person added: it stands behind all that the engine proposed."""


class PublicLink(models.Model):
    """A public question and a cause to which a public reply of it is linked.

    The database itself keeps it in step (conditions.public_links), in the transaction of whatever changes: nobody else
    writes here.  Counting and picking by an index costs the same at any number of questions.
    """

    cause = models.ForeignKey(Cause, on_delete=models.DO_NOTHING, related_name="public_links", db_index=False)
    question = models.ForeignKey(
        Question, on_delete=models.DO_NOTHING, related_name="public_links", db_index=False
    )
    score = models.FloatField(_("score"))
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("public link")
        verbose_name_plural = _("public links")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["question", "cause"], name="question_under_cause_once"),
        ]
        indexes = [
            models.Index(fields=["cause", "-score", "-published_at", "-question"], name="public_link_best"),
            models.Index(fields=["cause", "-published_at", "-question"], name="public_link_newest"),
        ]

    def __str__(self) -> str:
        return f"Public link {self.pk} of question {self.question_id}"
