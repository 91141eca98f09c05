"""Reference pages."""

import math

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conditions.models.category import Category

# Words a minute of an adult reading silently: Brysbaert, J. Mem. Lang. 109 (2019), 238 for non-fiction.
READING_SPEED = 238


class ReferencePageQuerySet(models.QuerySet["ReferencePage"]):
    """Named reads of reference pages."""

    def public(self) -> "ReferencePageQuerySet":
        """Pages that a stranger may see."""
        return self.filter(published_at__isnull=False, published_at__lte=timezone.now())

    def by_title(self) -> "ReferencePageQuerySet":
        """A to Z, with the category of each."""
        return self.select_related("category").order_by("title", "pk")


class ReferencePage(models.Model):
    """One page of causes, such as "Causes of facial muscle loss"."""

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="pages", verbose_name=_("category")
    )
    title = models.CharField(_("title"), max_length=200, help_text=_("Causes of facial muscle loss"))
    slug = models.SlugField(_("address"), max_length=200, unique=True)
    question_heading = models.CharField(
        _("question heading"), max_length=200, help_text=_("What causes facial muscle loss?")
    )
    lead = models.TextField(_("lead"), help_text=_("The short answer, two or three sentences."))
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
    word_count = models.PositiveIntegerField(_("words"), default=0, editable=False)
    import_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    is_demo = models.BooleanField(_("made for the demo site"), default=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReferencePageQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["word_count", "import_key"])

    class Meta:
        verbose_name = _("reference page")
        verbose_name_plural = _("reference pages")
        ordering = ["title"]
        indexes = [models.Index(fields=["title", "id"], name="page_by_title")]
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
    def reading_minutes(self) -> int:
        """Minutes to read the page, at least 1, at READING_SPEED words a minute."""
        return max(1, math.ceil(self.word_count / READING_SPEED))

    @property
    def is_public(self) -> bool:
        """Whether a stranger may see the page now."""
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def review_is_due(self) -> bool:
        """Whether the planned review lies in the past."""
        return self.next_review_on is not None and self.next_review_on <= timezone.localdate()
