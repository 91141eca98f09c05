"""Causes: the tree of a reference page."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conditions.kinds import ILLNESSES
from conditions.models.page import ReferencePage


class CauseGroup(models.Model):
    """A heading over causes, such as "Neurological conditions"."""

    page = models.ForeignKey(ReferencePage, on_delete=models.CASCADE, related_name="groups")
    heading = models.CharField(_("heading"), max_length=160)
    text = models.TextField(_("text"), blank=True)
    is_after_treatment = models.BooleanField(
        _("after the treatment"), default=False, help_text=_("For the outlook, prevention and research.")
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("cause group")
        verbose_name_plural = _("cause groups")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.heading

    @property
    def anchor(self) -> str:
        """Its anchor on the page, which stays when headings change or come in another order."""
        return f"heading-{self.pk}"


class CauseQuerySet(models.QuerySet["Cause"]):
    """Named reads of causes."""

    def told(self) -> "CauseQuerySet":
        """Without those that are kept only for the sake of their links."""
        return self.filter(is_retired=False)

    def public(self, now: datetime | None = None) -> "CauseQuerySet":
        """Causes told on pages that a stranger may see at this moment, by default the present one."""
        return self.told().filter(Exists(ReferencePage.objects.public(now).filter(pk=OuterRef("page_id"))))

    def conditions(self) -> "CauseQuerySet":
        """Those that may be proposed: no tests, vaccines, treatments and guides, nor anything on a page of these."""
        return self.filter(is_condition=True, page__kind__in=ILLNESSES)

    def in_order(self) -> "CauseQuerySet":
        """In the order of the page: by group, then by position among siblings."""
        return self.order_by("group__position", "group_id", "position", "pk")


class Cause(models.Model):
    """One entry of the tree, with its own stable anchor."""

    page = models.ForeignKey(ReferencePage, on_delete=models.CASCADE, related_name="causes", editable=False)
    group = models.ForeignKey(CauseGroup, on_delete=models.CASCADE, related_name="causes")
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(
        _("anchor"),
        max_length=160,
        help_text=_("The part of the address after #. Links to the cause break when it changes."),
    )
    text = models.TextField(_("text"), blank=True)
    is_condition = models.BooleanField(
        _("may be proposed"),
        default=True,
        help_text=_(
            "Untick it for a test, a vaccine, a treatment or a guide, and for what is too general to tell a doctor "
            "anything: these are never proposed."
        ),
    )
    is_subject = models.BooleanField(
        _("what the page is about"),
        default=False,
        help_text=_("Not one of its causes: told without a heading, offered to doctors as “read about”."),
    )
    is_urgent = models.BooleanField(
        _("must not wait"),
        default=False,
        help_text=_("Proposed first when it fits nearly as well as the best."),
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    is_editorial = models.BooleanField(
        _("editorial"),
        default=False,
        help_text=_("It only introduces its parts, or says nothing that needs a source."),
    )
    is_retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_("No longer told on the page. Its anchor stays, and so do the links of replies."),
    )

    objects = CauseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("cause")
        verbose_name_plural = _("causes")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "slug"], name="cause_anchor_unique_on_page"),
            models.UniqueConstraint(
                fields=["page"], condition=Q(is_subject=True), name="cause_one_subject_of_a_page"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="cause_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.page.get_absolute_url()}#{self.slug}"

    @property
    def asked_url(self) -> str:
        """Where all questions about it are listed."""
        return reverse("conditions:asked", args=[self.page.slug, self.slug])


class CauseAlias(models.Model):
    """Another name of a cause: "facial palsy", "progressive hemifacial atrophy"."""

    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("other name"), max_length=160)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cause", "name"], name="alias_unique_for_cause"),
        ]

    def __str__(self) -> str:
        return self.name
