"""Revisions: a reference page as one document, on its way to its readers."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.models.page import ReferencePage


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Named reads of revisions."""

    def open(self) -> "RevisionQuerySet":
        """Those on their way: at most one of each page."""
        return self.filter(state__in=Revision.OPEN)

    def in_review(self) -> "RevisionQuerySet":
        """Those that wait for a second person."""
        return self.filter(state=Revision.State.IN_REVIEW)

    def due(self) -> "RevisionQuerySet":
        """Approved ones whose time has come, the earliest first."""
        due = self.filter(state=Revision.State.SCHEDULED, publish_at__lte=timezone.now())
        return due.order_by("publish_at", "pk")

    def told(self) -> "RevisionQuerySet":
        """Those that readers see or saw, the newest first."""
        told = self.filter(state__in=(Revision.State.PUBLISHED, Revision.State.SUPERSEDED))
        return told.order_by("-published_at", "-pk")

    def changes(self) -> "RevisionQuerySet":
        """Those that changed what readers saw, the newest first, without their words: the first of a page is none."""
        return self.told().filter(based_on__isnull=False).defer("content")


class Revision(models.Model):
    """One version of a page with everything on it.  The rows that readers see are written when it is published."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded")
        DISCARDED = "discarded", _("Thrown away")

    OPEN = (State.DRAFT, State.IN_REVIEW, State.SCHEDULED)

    page = models.ForeignKey(ReferencePage, on_delete=models.CASCADE, related_name="revisions")
    based_on = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    content: Any = models.JSONField(_("content"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    reason = models.CharField(_("why this change"), max_length=100, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    # Everybody who changed it since it was begun, the author among them: none of them may approve it.
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", editable=False)
    begun_at = models.DateTimeField(_("begun at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent for review at"), null=True, blank=True)
    reviewed_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    publish_at = models.DateTimeField(_("to be published at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True)
    page_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    trouble = models.CharField(_("why it could not be published"), max_length=300, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-pk"]
        # Nobody writes it by hand: conditions.actions.revisions does.
        default_permissions = ("view",)
        permissions = [("publish_revision", "Can approve and publish revisions of reference pages")]
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=Q(state__in=("draft", "in_review", "scheduled")),
                name="revision_one_open_for_a_page",
            ),
            models.UniqueConstraint(
                fields=["page"], condition=Q(state="published"), name="revision_one_published_for_a_page"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("published", "superseded"), published_at__isnull=False)
                | (~Q(state__in=("published", "superseded")) & Q(published_at__isnull=True)),
                name="revision_published_iff_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False),
                name="revision_scheduled_has_time",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Revision %(number)s of “%(page)s”") % {"number": self.pk, "page": self.title})

    @property
    def title(self) -> str:
        """What the page is called in it."""
        return str(self.content["fields"]["title"])

    def is_written_by(self, user: Any) -> bool:
        """Whether a word of it may be theirs."""
        return user.pk is not None and (self.author_id == user.pk or self.writers.filter(pk=user.pk).exists())

    @property
    def is_open(self) -> bool:
        """Whether it is still on its way."""
        return self.state in self.OPEN


class DraftVersion(models.Model):
    """What an open revision said at one of its versions: what a colleague had before them, for the three-way view."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    content: Any = models.JSONField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["revision", "version"], name="draft_version_once")]

    def __str__(self) -> str:
        return f"Version {self.version} of revision {self.revision_id}"


class UnsavedWorkQuerySet(models.QuerySet["UnsavedWork"]):
    """Named reads of unsaved work."""

    def of(self, page: ReferencePage, user: Any) -> "UnsavedWorkQuerySet":
        """What this person has typed on the page, what was kept last first."""
        return self.filter(page=page, user=user).order_by("-kept_at", "-pk")

    def of_form(self, form: str) -> "UnsavedWork | None":
        """What was typed into this form; into another one when there is none."""
        return self.filter(form=form).first() or self.first()


class UnsavedWork(models.Model):
    """What somebody has typed into a form of a page and not saved, or could not: kept until it is saved."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(ReferencePage, on_delete=models.CASCADE, related_name="+")
    # Which of the forms that they opened.
    form = models.CharField(max_length=32, blank=True, default="", db_default="")
    content: Any = models.JSONField()
    # What the form was opened with: state_of() of the page at that moment.
    seen = models.CharField(max_length=40)
    reason = models.CharField(max_length=100, blank=True)
    kept_at = models.DateTimeField(default=timezone.now)

    objects = UnsavedWorkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "form"], name="unsaved_work_once_for_a_form")
        ]

    def __str__(self) -> str:
        return f"Unsaved work of user {self.user_id} on page {self.page_id}"
