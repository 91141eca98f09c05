"""A doctor's reply."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consult.models.doctor import Doctor
from consult.models.examination import HEADINGS, HowSoon
from consult.models.specialty import Specialty

SAFETY_NET_HEADING = _("When to seek care now")
"""What stands above the safety net, wherever it is read."""

PUBLIC_REPLY = "reply.published_at IS NOT NULL AND reply.approved_at IS NOT NULL"
"""`ReplyQuerySet.public` as a condition of statements written by hand, of the row that they call `reply`."""


def lines_of(safety_net: str) -> list[str]:
    """The signs in a text of one sign a line, without their bullets."""
    lines = (line.strip(" -•\t") for line in safety_net.splitlines())
    return [line for line in lines if line]


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Named reads of replies."""

    def published(self) -> "ReplyQuerySet":
        """Replies that their patient may read."""
        return self.filter(published_at__isnull=False)

    def public(self) -> "ReplyQuerySet":
        """Replies that may stand on a public thread (whose question must be public as well)."""
        return self.filter(published_at__isnull=False, approved_at__isnull=False)

    def for_thread(self) -> "ReplyQuerySet":
        """Public replies as a thread shows them: oldest first, with doctor and specialty."""
        return self.public().select_related("doctor", "specialty").order_by("published_at", "pk")

    def drafts(self) -> "ReplyQuerySet":
        """Replies that only staff may read yet."""
        return self.filter(published_at__isnull=True)


class Reply(models.Model):
    """A doctor's short answer to this patient, under one specialty, with safety net and More Info."""

    TEXTS = ("text", "safety_net", "more_info")
    """The columns of the doctor's own words, in the order in which they are read; a correction has the same."""

    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, related_name="replies")
    doctor = models.ForeignKey(
        Doctor, on_delete=models.PROTECT, related_name="replies", verbose_name=_("doctor")
    )
    specialty = models.ForeignKey(
        Specialty, on_delete=models.PROTECT, related_name="replies", verbose_name=_("specialty")
    )
    text = models.TextField(
        _("reply"), max_length=10_000, help_text=_("A short answer to this patient, in plain words.")
    )
    safety_net = models.TextField(
        _("safety net"),
        max_length=4_000,
        blank=True,
        help_text=_(
            "The patient reads it under “When to seek care now”. One line for each sign: “Sudden weakness on one side: "
            "call an ambulance”."
        ),
    )
    more_info = models.TextField(
        _("more info"),
        max_length=20_000,
        blank=True,
        help_text=_(
            "The longer explanation, in your words. The passages of the ticked causes are added below it."
        ),
    )
    examination = models.CharField(
        _("needs an examination in person"),
        max_length=10,
        choices=HowSoon,
        blank=True,
        default="",
        help_text=_(
            "Stands above the reply. Left without words of yours, the reply is the ready text for it."
        ),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    published_at = models.DateTimeField(_("reply date"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved for the public page at"), null=True, blank=True)
    corrected_at = models.DateTimeField(_("corrected on"), null=True, blank=True, editable=False)
    import_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    # The correction that waits for an editor; set by consult.question.corrections for who may read it.
    waiting: Any = None
    # The reply in the words that an editor approved, beside a correction.
    standing: Any = None

    objects = ReplyQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["import_key"])

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["doctor", "-published_at"], name="reply_of_doctor"),
            models.Index(
                fields=["question"],
                condition=Q(published_at__isnull=False, approved_at__isnull=True),
                name="reply_unapproved",
            ),
            models.Index(fields=["question"], condition=Q(published_at__isnull=True), name="reply_drafts"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="reply_has_words"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(published_at__isnull=False),
                name="reply_approved_only_when_published",
            ),
        ]

    def __str__(self) -> str:
        return f"Reply {self.pk} to question {self.question_id}"

    @property
    def is_published(self) -> bool:
        """Whether the patient may read it."""
        return self.published_at is not None

    @property
    def examination_heading(self) -> str:
        """What stands above a reply to somebody who has to be examined; "" above others."""
        return str(HEADINGS.get(self.examination, ""))

    @property
    def safety_net_heading(self) -> str:
        """The words above the safety net."""
        return str(SAFETY_NET_HEADING)

    @property
    def safety_net_lines(self) -> list[str]:
        """The safety net as a list, one sign each."""
        return lines_of(self.safety_net)
