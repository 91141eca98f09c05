"""Sources and their use."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.models.cause import Cause
from conditions.models.page import ReferencePage

ON_THE_WEB = URLValidator(schemes=["http", "https"])


def _on_the_web(column: str) -> Q:
    """The condition that an address is one that readers can follow."""
    return Q(**{f"{column}__istartswith": "http://"}) | Q(**{f"{column}__istartswith": "https://"})


class SourceQuerySet(models.QuerySet["Source"]):
    """Named reads of sources."""

    def dead(self) -> "SourceQuerySet":
        """Those that did not answer when their present address was asked for last."""
        return self.filter(dead_url=F("url"))


class Source(models.Model):
    """A publisher's page: who published it, its title, where it is, when we read it."""

    publisher = models.CharField(_("publisher"), max_length=160)
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), max_length=500, unique=True, validators=[ON_THE_WEB])
    accessed_on = models.DateField(_("accessed on"))
    archived_url = models.URLField(
        _("archived copy"),
        max_length=500,
        blank=True,
        db_default="",
        default="",
        validators=[ON_THE_WEB],
        help_text=_(
            "Its address in an archive. Readers find it beside the source, and first once that is dead."
        ),
    )
    # The address that did not answer when it was asked for last, by check_sources; an address that was mended since is
    # another one.  Here and not read from the check, since what readers see follows it.
    dead_url = models.URLField(max_length=500, blank=True, db_default="", default="", editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["publisher", "title"]
        constraints = [
            # Wherever it comes from: readers follow it.
            models.CheckConstraint(
                condition=_on_the_web("url"),
                name="source_on_the_web",
                violation_error_message=_("The address of a source begins with https:// or http://."),
            ),
            models.CheckConstraint(
                condition=Q(archived_url="") | _on_the_web("archived_url"),
                name="source_copy_on_the_web",
                violation_error_message=_("The address of an archived copy begins with https:// or http://."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"

    @property
    def is_dead(self) -> bool:
        """Whether its present address did not answer when it was asked for last."""
        return bool(self.dead_url) and self.dead_url == self.url

    @property
    def copy_to_look_for(self) -> str:
        """Where an archive keeps the copy nearest to the day on which we read it, should it have one."""
        return f"https://web.archive.org/web/{self.accessed_on:%Y%m%d}/{self.url}"


class SourceCheck(models.Model):
    """What came of asking for the address of a source.  Beside the source: no page that readers see reads it."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="last_check")
    # The address that was asked for; the source may have another one since.
    url = models.URLField(max_length=500)
    checked_at = models.DateTimeField(default=timezone.now)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(problem="", failing_since__isnull=True)
                | (~Q(problem="") & Q(failing_since__isnull=False)),
                name="source_check_fails_since_iff_problem",
            )
        ]

    def __str__(self) -> str:
        return f"Check of source {self.source_id}"


class CitationQuerySet(models.QuerySet["Citation"]):
    """Named reads of citations."""

    def on_page(self, page: ReferencePage) -> "CitationQuerySet":
        """Every citation of the page, of its causes and of its sections, with the sources."""
        # Not cause__page=page: a join in an OR makes the database read every citation of the site.
        of_page = Q(cause__in=page.causes.values("pk")) | Q(page=page)
        return self.filter(of_page).select_related("source").order_by("pk")


class Citation(models.Model):
    """The use of one source by one cause, or by one section of a page."""

    class Section(models.TextChoices):
        LEAD = "lead", _("Lead")
        TREATMENT = "treatment", _("Treatment")

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source")
    )
    cause = models.ForeignKey(
        Cause, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    page = models.ForeignKey(
        ReferencePage, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    section = models.CharField(_("section"), max_length=12, choices=Section, blank=True, default="")
    statement = models.CharField(
        _("what it supports"),
        max_length=300,
        blank=True,
        help_text=_("In your words; shown beside the source."),
    )

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__isnull=False, page__isnull=True, section="")
                | (Q(cause__isnull=True, page__isnull=False) & ~Q(section="")),
                name="citation_of_cause_or_of_section",
            ),
            models.UniqueConstraint(
                fields=["source", "cause"], condition=Q(cause__isnull=False), name="cause_cites_source_once"
            ),
            models.UniqueConstraint(
                fields=["source", "page", "section"],
                condition=Q(page__isnull=False),
                name="section_cites_source_once",
            ),
        ]

    def __str__(self) -> str:
        # Read where a source in use cannot be deleted: it says where to take it out.
        where = self.cause or self.get_section_display()
        return _("%(where)s, on “%(page)s”") % {
            "where": where,
            "page": self.cause.page if self.cause else self.page,
        }
