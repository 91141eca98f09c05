"""Reference pages."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conditions import kinds
from conditions.models.a_to_z import AToZQuerySet
from conditions.names import index_name, subject
from consult.common.recording import note


class IndexNameField(models.CharField[str, str]):
    """The name of a page in the A to Z, made from its title whenever it is stored, in bulk as well."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Set and return the name that belongs to the title."""
        name = index_name(model_instance.title)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, name)
        return name


class ReferencePageQuerySet(AToZQuerySet["ReferencePage"]):
    """Named reads of reference pages."""

    def public(self, now: datetime | None = None) -> "ReferencePageQuerySet":
        """Pages that a stranger may see at this moment, by default the present one."""
        return self.filter(published_at__isnull=False, published_at__lte=now or timezone.now())

    def dated(self) -> "ReferencePageQuerySet":
        """Pages that are public, or will be from a moment that is set."""
        return self.filter(published_at__isnull=False)

    def by_title(self) -> "ReferencePageQuerySet":
        """A to Z by what the page is about ("Causes of headache" under H), with the category of each."""
        note("pages")
        return self.select_related("category").order_by("index_name", "pk")

    def due_for_review(self) -> "ReferencePageQuerySet":
        """Pages whose planned review has come."""
        return self.filter(next_review_on__lte=timezone.localdate())

    def overdue(self) -> "ReferencePageQuerySet":
        """Pages whose planned review has come and gone."""
        return self.filter(next_review_on__lt=timezone.localdate())

    def letters(self) -> list[str]:
        """The initials that the A to Z has pages under, in capitals, in order."""
        note("pages")
        return super().letters()


class ReferencePage(models.Model):
    """One page of causes, such as "Causes of facial muscle loss", or on a condition, a test or a treatment."""

    class Kind(models.TextChoices):
        """What a page is about."""

        SYMPTOM = kinds.SYMPTOM, _("Symptom: “Causes of …”")
        CONDITION = kinds.CONDITION, _("Condition")
        TEST = kinds.TEST, _("Test")
        MEDICINE = kinds.MEDICINE, _("Medicine or vaccine")
        PROCEDURE = kinds.PROCEDURE, _("Procedure")
        GUIDE = kinds.GUIDE, _("Guide")

    category = models.ForeignKey(
        "conditions.Category", on_delete=models.PROTECT, related_name="pages", verbose_name=_("category")
    )
    kind = models.CharField(
        _("kind of page"),
        max_length=10,
        choices=Kind,
        default=Kind.SYMPTOM,
        help_text=_("Nothing on the page of a test, a medicine, a procedure or a guide is proposed."),
    )
    title = models.CharField(_("title"), max_length=200, help_text=_("Causes of facial muscle loss"))
    slug = models.SlugField(_("address"), max_length=200, unique=True)
    question_heading = models.CharField(
        _("question heading"), max_length=200, help_text=_("What causes facial muscle loss?")
    )
    lead = models.TextField(_("lead"), help_text=_("The short answer, two or three sentences."))
    warning_signs = models.TextField(
        _("warning signs"),
        blank=True,
        max_length=4_000,
        help_text=_(
            "Shown on a card under “When to seek care now”. One line for each sign, with where to go: “Sudden "
            "weakness on one side: call an ambulance”."
        ),
    )
    causes_intro = models.TextField(
        _("sentence before the causes"), blank=True, help_text=_("Several things can lead to …")
    )
    treatment = models.TextField(_("treatment"), blank=True)
    related = models.ManyToManyField("self", blank=True, symmetrical=True, verbose_name=_("related pages"))
    published_at = models.DateTimeField(
        _("published on"), null=True, blank=True, help_text=_("Empty: only staff can see the page.")
    )
    reviewed_by = models.CharField(_("reviewed by"), max_length=160, blank=True)
    last_reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    next_review_on = models.DateField(_("next review on"), null=True, blank=True)
    # Whether readers are told that the planned review has come and gone: kept by remind_of_reviews, since a stored page
    # does not know what day it is.
    is_overdue = models.BooleanField(editable=False, default=False)
    index_name = IndexNameField(max_length=200, editable=False, default="")
    import_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    is_demo = models.BooleanField(_("made for the demo site"), default=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReferencePageQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["index_name", "import_key", "is_overdue"])

    class Meta:
        verbose_name = _("reference page")
        verbose_name_plural = _("reference pages")
        ordering = ["title"]
        indexes = [models.Index(fields=["index_name", "id"], name="page_by_index_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_review_on__isnull=True)
                | Q(last_reviewed_on__isnull=False, next_review_on__gt=models.F("last_reviewed_on")),
                name="page_next_review_after_last",
                violation_error_message=_("The next review must come after the last one."),
            ),
            models.CheckConstraint(
                condition=Q(last_reviewed_on__isnull=True) | ~Q(reviewed_by=""),
                name="page_reviewed_by_somebody",
                violation_error_message=_("Say who reviewed the page."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("conditions:page", args=[self.slug])

    @property
    def short_name(self) -> str:
        """What the page is about, as the A to Z shows it: "Facial muscle loss"."""
        return subject(self.title)

    @property
    def warning_sign_lines(self) -> list[str]:
        """The warning signs, one a line."""
        return [line.strip() for line in self.warning_signs.splitlines() if line.strip()]

    @property
    def is_public(self) -> bool:
        """Whether a stranger may see the page now."""
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def was_published(self) -> bool:
        """Whether it is on the site or was: readers may have kept its address and anchors."""
        return self.published_at is not None or self.revisions.told().exists()
