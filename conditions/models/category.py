"""Groups of reference pages."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conditions.models.page import ReferencePage
from consult.common.recording import note


class CategoryQuerySet(models.QuerySet["Category"]):
    """Named reads of categories."""

    def with_public_pages(self) -> "CategoryQuerySet":
        """Categories in which a stranger finds at least one page."""
        note("pages")
        return self.filter(Exists(ReferencePage.objects.public().filter(category=OuterRef("pk"))))


class Category(models.Model):
    """A group of reference pages, such as "Facial Muscle Disorders"."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("conditions:category", args=[self.slug])
