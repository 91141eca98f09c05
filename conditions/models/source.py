"""Sources and their use."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conditions.models.cause import Cause
from conditions.models.page import ReferencePage


class Source(models.Model):
    """A publisher's page: who published it, its title, where it is, when we read it."""

    publisher = models.CharField(_("publisher"), max_length=160)
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(
        _("address"), max_length=500, unique=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    accessed_on = models.DateField(_("accessed on"))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["publisher", "title"]
        constraints = [
            # Wherever it comes from: readers follow it.
            models.CheckConstraint(
                condition=Q(url__istartswith="http://") | Q(url__istartswith="https://"),
                name="source_on_the_web",
                violation_error_message=_("The address of a source begins with https:// or http://."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"


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
