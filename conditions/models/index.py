"""What the related-question engine has stored of each public text."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conditions.models.cause import Cause
from conditions.models.page import ReferencePage
from conditions.related.vector_field import VectorField
from consult.models import Question


class IndexEntry(models.Model):
    """The terms and the vector of one public question, cause or reference page.

    Derived data: `rebuild_related` makes it again from the rows it belongs to, and it goes when they go.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        CAUSE = "cause", _("Cause")
        PAGE = "page", _("Reference page")

    kind = models.CharField(max_length=8, choices=Kind)
    question = models.OneToOneField(
        Question, on_delete=models.CASCADE, null=True, blank=True, related_name="index_entry"
    )
    cause = models.OneToOneField(
        Cause, on_delete=models.CASCADE, null=True, blank=True, related_name="index_entry"
    )
    page = models.OneToOneField(
        ReferencePage, on_delete=models.CASCADE, null=True, blank=True, related_name="index_entry"
    )
    terms = models.TextField(blank=True)
    reply_terms = models.TextField(blank=True)
    facets = models.TextField(blank=True)
    digest = models.CharField(max_length=32)
    encoder = models.CharField(max_length=16, blank=True)
    """The encoder that read the text; it gives no vector when it does not know the script."""
    vector = VectorField(null=True)
    sketch = models.BinaryField(default=b"")
    seq = models.BigIntegerField(default=0)
    listed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("index entry")
        verbose_name_plural = _("index entries")
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "seq"], name="index_changes"),
            models.Index(fields=["encoder", "kind"], name="index_read_by"),
            # With the kind in it: else SQLite would take index_changes, which has every question.
            models.Index(
                fields=["kind", "id"],
                condition=Q(listed_at__isnull=True, kind="question"),
                name="index_unlisted",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="question", question__isnull=False, cause__isnull=True, page__isnull=True)
                | Q(kind="cause", question__isnull=True, cause__isnull=False, page__isnull=True)
                | Q(kind="page", question__isnull=True, cause__isnull=True, page__isnull=False),
                name="index_entry_of_one_object",
            ),
            models.CheckConstraint(
                condition=Q(vector__isnull=True) | ~Q(encoder=""),
                name="index_entry_vector_names_its_encoder",
            ),
        ]

    def __str__(self) -> str:
        return f"Index entry of {self.kind} {self.object_id}"

    @property
    def object_id(self) -> int:
        """The key of the question, cause or page."""
        return self.question_id or self.cause_id or self.page_id  # type: ignore[return-value]


class IndexState(models.Model):
    """Which file of vectors is valid for this database, and up to which change (SQLite only)."""

    kind = models.CharField(max_length=8, primary_key=True, choices=IndexEntry.Kind)
    token = models.UUIDField(default=uuid.uuid4)
    seq = models.BigIntegerField(default=0)
    file_seq = models.BigIntegerField(default=0)
    removals = models.BigIntegerField(default=0)
    scrub_due = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("index state")
        verbose_name_plural = _("index states")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Index of {self.kind}s"


class RemovedVector(models.Model):
    """A vector that is gone from the database and has yet to be wiped from its file."""

    kind = models.CharField(max_length=8, choices=IndexEntry.Kind)
    entry_number = models.BigIntegerField()

    class Meta:
        verbose_name = _("removed vector")
        verbose_name_plural = _("removed vectors")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Removed vector {self.entry_number}"


class HiddenEntry(models.Model):
    """A question that has an entry in the index and is not public: mostly none, for entries go with publicity.

    The database itself keeps it in step (conditions.hidden_entries): nobody else writes here.  Searches count without
    these, and need not ask of each of thousands whether it is public.
    """

    question = models.OneToOneField(
        Question, on_delete=models.DO_NOTHING, primary_key=True, related_name="hidden_entry"
    )

    class Meta:
        verbose_name = _("hidden entry")
        verbose_name_plural = _("hidden entries")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Hidden entry of question {self.pk}"
