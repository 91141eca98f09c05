"""Which public questions a stranger finds under which topic: one row each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.models.specialty import Topic


class PublicTag(models.Model):
    """A public question and one of its topics.

    The database itself keeps it in step (consult.public_tags), in the transaction of whatever changes: nobody else
    writes here.  A list of them is read by an index, and costs the same however many questions a topic has.
    """

    topic = models.ForeignKey(Topic, on_delete=models.DO_NOTHING, related_name="public_tags", db_index=False)
    question = models.ForeignKey(
        "consult.Question", on_delete=models.DO_NOTHING, related_name="public_tags", db_index=False
    )
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("public tag")
        verbose_name_plural = _("public tags")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["question", "topic"], name="question_under_topic_once"),
        ]
        indexes = [
            models.Index(fields=["topic", "-published_at", "-question"], name="public_tag_newest"),
        ]

    def __str__(self) -> str:
        return f"Public tag {self.pk} of question {self.question_id}"
