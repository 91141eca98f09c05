"""Links from replies to causes: proposed by the engine, confirmed by a person."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from conditions.models.cause import Cause
from conditions.models.page import ReferencePage
from consult.models import PublicQuestion, Reply


class CauseLinkQuerySet(models.QuerySet["CauseLink"]):
    """Named reads of cause links."""

    def confirmed(self) -> "CauseLinkQuerySet":
        """Links that a person confirmed."""
        return self.filter(state=CauseLink.State.CONFIRMED)

    def to_public_pages(self, now: datetime | None = None) -> "CauseLinkQuerySet":
        """Links that lead to a page that is public at this moment, by default the present one."""
        pages = ReferencePage.objects.public(now)
        return self.filter(
            Exists(pages.filter(pk=OuterRef("cause__page"))) | Exists(pages.filter(pk=OuterRef("page")))
        )

    def of_public_replies(self) -> "CauseLinkQuerySet":
        """Confirmed links from public replies of public questions, to whatever page.

        Each condition is looked up for the link at hand: an `IN (all public questions)` is made afresh for every
        page view, 270 ms at 100,000 questions.
        """
        return self.confirmed().filter(
            Exists(Reply.objects.public().filter(pk=OuterRef("reply"))),
            Exists(PublicQuestion.objects.filter(question=OuterRef("reply__question"))),
        )

    def public(self, now: datetime | None = None) -> "CauseLinkQuerySet":
        """Confirmed links from public replies of public questions to public pages."""
        return self.of_public_replies().to_public_pages(now)


class CauseLink(models.Model):
    """One reply's link to one cause, or to a whole reference page."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Rejected")

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="cause_links")
    cause = models.ForeignKey(
        Cause, on_delete=models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("cause")
    )
    page = models.ForeignKey(
        ReferencePage, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    score = models.FloatField(
        _("score"), null=True, blank=True, help_text=_("0 to 1; empty when a person added it.")
    )
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = CauseLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("cause link")
        verbose_name_plural = _("cause links")
        ordering = ["-score", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__isnull=False, page__isnull=True)
                | Q(cause__isnull=True, page__isnull=False),
                name="cause_link_to_cause_or_page",
            ),
            models.UniqueConstraint(
                fields=["reply", "cause"], condition=Q(cause__isnull=False), name="reply_links_cause_once"
            ),
            models.UniqueConstraint(
                fields=["reply", "page"], condition=Q(page__isnull=False), name="reply_links_page_once"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
                name="cause_link_decided_iff_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Cause link {self.pk} of reply {self.reply_id}"

    @property
    def target(self) -> Cause | ReferencePage:
        """The cause or page it leads to."""
        return self.cause or self.page  # type: ignore[return-value]
