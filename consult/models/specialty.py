"""Specialties (medical departments) and their topics (FAQ keywords)."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consult.common.recording import note


class SpecialtyQuerySet(models.QuerySet["Specialty"]):
    """Named reads of specialties."""

    def by_name(self) -> "SpecialtyQuerySet":
        """A to Z."""
        note("specialties")
        return self.order_by("name")

    def with_first_topics(self, count: int = 5) -> "SpecialtyQuerySet":
        """By name, each with up to `count` of its topics as `first_topics`."""
        topics = Topic.objects.by_name()[:count]
        return self.by_name().prefetch_related(models.Prefetch("topics", topics, "first_topics"))


class Specialty(models.Model):
    """A medical department, such as Neurology or Rare Disease."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True, help_text=_("One or two plain sentences."))

    is_rare = models.BooleanField(
        _("rare diseases"),
        default=False,
        help_text=_("Age and sex are hidden on public pages where few questions here share them."),
    )

    target_hours = models.PositiveSmallIntegerField(
        _("answered within (hours)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("The desk colours what waits by it. Empty: what holds for the whole site."),
    )

    objects = SpecialtyQuerySet.as_manager()

    class Meta:
        verbose_name = _("specialty")
        verbose_name_plural = _("specialties")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("consult:specialty", args=[self.slug])

    @property
    def target(self) -> timedelta:
        """Within what time its patients should have a reply."""
        return timedelta(hours=self.target_hours or settings.ANSWER_HOURS)


class TopicQuerySet(models.QuerySet["Topic"]):
    """Named reads of topics."""

    def by_name(self) -> "TopicQuerySet":
        """A to Z, with the specialty that is part of each address."""
        note("topics")
        return self.select_related("specialty").order_by("name", "pk")


class Topic(models.Model):
    """A FAQ keyword inside one specialty, such as "Tourette Syndrome (Rare Disease)"."""

    specialty = models.ForeignKey(
        Specialty, on_delete=models.PROTECT, related_name="topics", verbose_name=_("specialty")
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["specialty", "slug"], name="topic_slug_unique_in_specialty"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.specialty.name})"

    def get_absolute_url(self) -> str:
        return reverse("consult:topic", args=[self.specialty.slug, self.slug])
