"""What belongs to the site as a whole."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from portal.figures.tables import DailyTotal
from portal.reading.tables import Change, PageTag, StoredPage


class SitePage(models.Model):
    """A page about the site that editors keep: how it works, about us, privacy."""

    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        help_text=_("The site links to how-it-works, about, privacy."),
    )
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"), help_text=_("CommonMark. Begin headings with ## or ###."))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("page about the site")
        verbose_name_plural = _("pages about the site")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page's address: /privacy/."""
        return f"/{self.slug}/"

    def next_version(self) -> None:
        """Count one up, so that "version 3 of the privacy notice" means one text.  Does not save."""
        self.version += 1


__all__ = ["Change", "DailyTotal", "PageTag", "SitePage", "StoredPage"]


class ScheduledGroup(models.Model):
    """When a group of regular work (portal/schedule.py) was last started and ended, and what of it failed."""

    name = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class StaffSessionQuerySet(models.QuerySet["StaffSession"]):
    """Named reads of staff sessions."""

    def standing(self) -> "StaffSessionQuerySet":
        """Those that open something still."""
        now = timezone.now()
        return self.filter(
            Exists(Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now))
        )

    def ended(self) -> "StaffSessionQuerySet":
        """Those whose session is gone."""
        return self.exclude(Exists(Session.objects.filter(session_key=OuterRef("session_key"))))


class StaffSession(models.Model):
    """One place where somebody of the staff is signed in (portal/staff_sessions.py), known by the hash of its key."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = StaffSessionQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Session {self.pk}"
