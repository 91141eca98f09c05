"""Former addresses and anchors, and rows of files, that lead to a page for ever."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conditions.models.category import Category
from conditions.models.cause import Cause, CauseGroup
from conditions.models.page import ReferencePage


class FormerAddress(models.Model):
    """The last part of an address that a page had."""

    slug = models.SlugField(_("former address"), max_length=200, unique=True)
    page = models.ForeignKey(ReferencePage, on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        default_permissions = ()
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.slug


class FormerCategoryAddress(models.Model):
    """The last part of an address that a category had."""

    slug = models.SlugField(_("former address"), max_length=120, unique=True)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        default_permissions = ()
        verbose_name = _("former address of a category")
        verbose_name_plural = _("former addresses of categories")

    def __str__(self) -> str:
        return self.slug


class FoldedImport(models.Model):
    """A row of an imported file that became part of a page made of another row: it is not imported again."""

    import_key = models.CharField(max_length=64, unique=True)
    page = models.ForeignKey(ReferencePage, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Row folded into page {self.page_id}"


class FormerAnchor(models.Model):
    """An anchor that a page had, or one that was deleted, and what it leads to now.

    That is a cause, here or elsewhere, a heading here, or another page as a whole; none of them: the page itself.
    """

    page = models.ForeignKey(ReferencePage, on_delete=models.CASCADE, related_name="former_anchors")
    slug = models.SlugField(_("former anchor"), max_length=160)
    name = models.CharField(_("name"), max_length=160, blank=True)
    cause = models.ForeignKey(
        Cause, on_delete=models.SET_NULL, null=True, blank=True, related_name="former_anchors"
    )
    group = models.ForeignKey(
        CauseGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="former_anchors"
    )
    target = models.ForeignKey(
        ReferencePage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The key of the cause whose anchor it was, which may be gone, and may come back.
    was = models.BigIntegerField(editable=False, default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("former anchor")
        verbose_name_plural = _("former anchors")
        constraints = [
            models.UniqueConstraint(fields=["page", "slug"], name="former_anchor_once_on_a_page"),
            models.CheckConstraint(
                condition=Q(cause__isnull=True, group__isnull=True)
                | Q(cause__isnull=True, target__isnull=True)
                | Q(group__isnull=True, target__isnull=True),
                name="former_anchor_leads_to_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.slug}"
