"""The names of conditions, and where each is told: what the A to Z lists and texts are searched for."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from conditions.models.a_to_z import AToZQuerySet
from conditions.models.cause import Cause
from conditions.models.page import ReferencePage
from consult.common.recording import note


class ConditionNameQuerySet(AToZQuerySet["ConditionName"]):
    """Named reads of names."""

    def best(self) -> "ConditionNameQuerySet":
        """Each name once, with its best place on a page that a stranger may see."""
        note("names")
        public = ReferencePage.objects.public().filter(pk=OuterRef("page"))
        return self.filter(Exists(public), is_best=True)

    def in_index(self) -> "ConditionNameQuerySet":
        """A to Z, with what is shown of each."""
        return self.best().select_related("page__category", "cause").order_by("index_name", "pk")

    def beginning_with(self, words: Iterable[str]) -> "ConditionNameQuerySet":
        """Names whose first word is one of these, as `name_words` gives them."""
        return self.filter(first_word__in=set(words))


class ConditionName(models.Model):
    """One name, and one page (or cause of it) that tells of it.  Made from pages and causes: never edited.

    Of several places of one name one is the best: the page about it, else the cause that is called so, else the cause
    that has it as another name.
    """

    name = models.CharField(_("name"), max_length=200)
    # What two spellings of one name have in common (conditions.names.name_words), and the first of it.
    words = models.CharField(max_length=400)
    first_word = models.CharField(max_length=200)
    index_name = models.CharField(max_length=200)
    page = models.ForeignKey(ReferencePage, on_delete=models.CASCADE, related_name="names")
    # None: the page as a whole.
    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, null=True, related_name="names")
    is_other_name = models.BooleanField(_("other name"), default=False)
    is_best = models.BooleanField(_("in the A to Z"), default=False)
    # The nearest to its language that a name tells by itself (conditions.names.writing_of).
    writing = models.CharField(_("writing"), max_length=20, blank=True, db_default="", default="")

    objects = ConditionNameQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("name of a condition")
        verbose_name_plural = _("names of conditions")
        ordering = ["index_name", "pk"]
        indexes = [
            models.Index(fields=["is_best", "index_name", "id"], name="condition_name_in_a_to_z"),
            models.Index(fields=["first_word"], name="condition_name_first_word"),
            models.Index(fields=["words"], name="condition_name_words"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return (
            f"{self.page.get_absolute_url()}#{self.cause.slug}"
            if self.cause
            else self.page.get_absolute_url()
        )

    @property
    def told_as(self) -> str:
        """What its place is called, where that is another name; "" elsewhere."""
        if not self.is_other_name:
            return ""
        return self.cause.name if self.cause else self.page.short_name
