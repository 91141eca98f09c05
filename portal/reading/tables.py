"""Stored pages, what each was made from, and what has changed since."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class StoredPage(models.Model):
    """One public page as a stranger gets it, compressed.  Derived data: it can be deleted at any time."""

    address = models.CharField(max_length=300, unique=True)
    build = models.CharField(max_length=16)
    """The version of code, templates and settings that made it."""
    seen = models.BigIntegerField()
    """The last change before the page was made: later ones make it stale."""
    fresh_until = models.DateTimeField(db_index=True)
    etag = models.CharField(max_length=40)
    headers = models.TextField()
    body = models.BinaryField()

    class Meta:
        verbose_name = _("stored page")
        verbose_name_plural = _("stored pages")
        default_permissions = ()

    def __str__(self) -> str:
        return self.address


class PageTag(models.Model):
    """One row or set of rows that a stored page was made from (consult.common.recording)."""

    page = models.ForeignKey(StoredPage, on_delete=models.CASCADE, related_name="tags", db_index=False)
    kind = models.CharField(max_length=24)
    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("part of a stored page")
        verbose_name_plural = _("parts of stored pages")
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "number"], name="pagetag_of_row")]
        constraints = [models.UniqueConstraint(fields=["page", "kind", "number"], name="page_tagged_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Change(models.Model):
    """A row or a set of rows has changed.  Triggers write these in the transaction that changes it; never updated.

    Rows that are only added let any number of writers go on at once: none waits for another.
    """

    kind = models.CharField(max_length=24)
    number = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("change of what pages show")
        verbose_name_plural = _("changes of what pages show")
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "number", "id"], name="change_of_row"),
            models.Index(fields=["at"], name="change_by_age"),
        ]

    def __str__(self) -> str:
        return f"Change {self.pk} of {self.kind} {self.number}"
