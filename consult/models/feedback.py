"""What readers say of a reply or a page."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consult.models.reply import Reply
from consult.models.suspicion import Suspicion


class HelpfulVote(models.Model):
    """One person's answer to "Did this help?" about one reply, without an account."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="votes")
    voter_hash = models.CharField(max_length=64, editable=False)
    helped = models.BooleanField(_("helped"))
    missing = models.TextField(_("what was missing"), max_length=1_000, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["reply", "voter_hash"], name="one_vote_per_person_and_reply"),
        ]

    def __str__(self) -> str:
        return f"Vote {self.pk} on reply {self.reply_id}"


class PageReportQuerySet(models.QuerySet["PageReport"]):
    """Named reads of reports."""

    def open(self) -> "PageReportQuerySet":
        """Reports that nobody has dealt with yet; not those that look like abuse."""
        apart = Suspicion.objects.apart().filter(report=OuterRef("pk"))
        return self.filter(~Exists(apart), resolved_at__isnull=True)

    def resolved(self) -> "PageReportQuerySet":
        """Reports that somebody has dealt with."""
        return self.filter(resolved_at__isnull=False)


class PageReport(models.Model):
    """A reader's report that something on a page is wrong."""

    class Reason(models.TextChoices):
        PERSONAL_DATA = "personal_data", _("It shows personal details")
        DANGEROUS = "dangerous", _("The advice could be dangerous")
        SPAM = "spam", _("It is spam or advertising")
        OTHER = "other", _("Something else")

    # What cannot wait until somebody looks at the list.
    URGENT = frozenset({Reason.PERSONAL_DATA, Reason.DANGEROUS})

    path = models.CharField(_("page"), max_length=300)
    question = models.ForeignKey(
        "consult.Question", on_delete=models.CASCADE, null=True, blank=True, related_name="reports"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    details = models.TextField(_("details"), max_length=2_000, blank=True)
    created_at = models.DateTimeField(_("reported at"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolution = models.CharField(_("what was done"), max_length=300, blank=True)

    objects = PageReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(resolved_at__isnull=True), name="report_open")
        ]

    def __str__(self) -> str:
        return f"Report {self.pk}: {self.get_reason_display()}"

    @property
    def is_urgent(self) -> bool:
        """Whether staff are alerted to it."""
        return self.reason in self.URGENT
