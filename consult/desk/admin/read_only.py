"""What only the system writes, for staff to read."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from consult.desk.admin.filters import given
from consult.models import Question


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Rows that nobody adds, changes or deletes here; the newest first, which is the highest number first."""

    actions: Any = None
    ordering = ["-pk"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


def question_link(number: int | None, screen: str = "change") -> str:
    """A link to the question's desk or to another screen of it, or a dash."""
    if number is None:
        return "–"
    address = reverse(f"admin:consult_question_{screen}", args=[number])
    return format_html('<a href="{}">{}</a>', address, _("Question %d") % number)


class AtFilter(admin.DateFieldListFilter):
    """When it was done."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("date")


class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what."""

    list_display = ["at", "action", "number", "actor"]
    # Not by action: the choices would be read from the whole trail for every page.
    list_filter = [("at", AtFilter)]
    list_select_related = ["actor"]
    search_fields = ["=question_number", "action"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Entries, knowing whether their question still exists."""
        standing = Question.objects.filter(pk=OuterRef("question_number"))
        return super().get_queryset(request).annotate(standing=Exists(standing))

    @admin.display(description=_("question"), ordering="question_number")
    def number(self, entry: Any) -> str:
        """The question, linked while it exists."""
        return question_link(entry.question_number) if entry.standing else str(entry.question_number or "–")


class TombstoneAdmin(ReadOnlyAdmin):
    """What was erased, and when."""

    list_display = ["question_number", "erased_at"]
    search_fields = ["=question_number"]


class HelpfulVoteAdmin(ReadOnlyAdmin):
    """What readers say of replies; the words are for staff only."""

    list_display = ["created_at", "helped", "missing_words", "to_question"]
    list_filter = ["helped", ("missing", given(_("words"), _("With words"), _("Without"))), "created_at"]
    list_select_related = ["reply"]
    search_fields = ["missing"]
    fields = ["created_at", "helped", "missing", "to_question"]

    @admin.display(description=_("what was missing"), empty_value="–")
    def missing_words(self, vote: Any) -> str:
        """The reader's words."""
        return str(vote.missing)

    @admin.display(description=_("question"))
    def to_question(self, vote: Any) -> str:
        """The question whose reply it is about."""
        return question_link(vote.reply.question_id)
