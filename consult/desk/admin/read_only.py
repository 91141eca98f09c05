"""What only the system writes, for staff to read."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from import_export import fields
from import_export.admin import ExportMixin
from import_export.forms import ExportForm
from import_export.resources import ModelResource

from consult.common.row_ids import sent_number
from consult.desk.admin.filters import given
from consult.desk.admin.import_export import SafeExport, SpreadsheetCSV
from consult.models import AuditEntry, Question
from consult.question.audit import record


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


class DayFilter(admin.SimpleListFilter):
    """One day; the last two weeks are offered, any other is taken from the address."""

    title = _("day")
    parameter_name = "day"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The last 14 days."""
        today = timezone.localdate()
        days = [today - timedelta(days=back) for back in range(14)]
        return [(day.isoformat(), date_format(day)) for day in days]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply it; what is no day leaves nothing."""
        if not (value := self.value()):
            return queryset
        try:
            day = datetime.combine(date.fromisoformat(value), time.min, timezone.get_current_timezone())
            return queryset.filter(at__gte=day, at__lt=day + timedelta(days=1))
        except (ValueError, OverflowError):
            return queryset.none()


class PersonFilter(admin.SimpleListFilter):
    """By whom it was done."""

    title = _("person")
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Everybody who may sign in as staff, those who left too; the patient and the system have no name."""
        staff = get_user_model().objects.filter(is_staff=True).order_by("username")
        return [
            ("none", str(_("Patient or system"))),
            *((str(user.pk), user.get_username()) for user in staff),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply it."""
        value = self.value()
        if value == "none":
            return queryset.filter(actor=None)
        return queryset.filter(actor=sent_number(value) or 0) if value else queryset


class AuditEntryResource(SafeExport, ModelResource):  # type: ignore[misc]
    """The trail as a spreadsheet, with the hash of each entry."""

    actor = fields.Field("actor__username", "actor")
    colleague = fields.Field("colleague__username", "colleague")
    digest = fields.Field("link__digest", "digest")

    class Meta:
        model = AuditEntry
        fields = ("id", "at", "actor", "action", "colleague", "question_number", "digest")
        export_order = fields


class AuditEntryAdmin(ExportMixin, ReadOnlyAdmin):  # type: ignore[misc]
    """Who did what, and who opened which case; for administrators, who may take it out as a file."""

    list_display = ["at", "action", "number", "actor", "colleague"]
    # Not by action: the choices would be read from the whole trail for every page.
    list_filter = [DayFilter, ("at", AtFilter), PersonFilter]
    list_select_related = ["actor", "colleague"]
    search_fields = [
        "=question_number",
        "=action",
        "actor__username",
        "actor__first_name",
        "actor__last_name",
        "actor__doctor__name",
    ]
    resource_classes = [AuditEntryResource]
    export_form_class = ExportForm
    formats = [SpreadsheetCSV]

    def get_export_queryset(self, request: HttpRequest) -> Any:
        """What the filters left, with whom and with its hash."""
        return super().get_export_queryset(request).select_related("actor", "colleague", "link")

    def export_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form and the file; who takes it out stands in it from then on."""
        try:
            response: HttpResponse = super().export_action(request, *args, **kwargs)
        except IncorrectLookupParameters:  # a filter in the address that means nothing
            return HttpResponseRedirect(request.path)
        if request.method == "POST":
            record(action="audit trail exported", actor=request.user)
        return response

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
    search_fields = ["missing", "=reply__question__pk", "reply__doctor__name"]
    fields = ["created_at", "helped", "missing", "to_question"]

    @admin.display(description=_("what was missing"), empty_value="–")
    def missing_words(self, vote: Any) -> str:
        """The reader's words."""
        return str(vote.missing)

    @admin.display(description=_("question"))
    def to_question(self, vote: Any) -> str:
        """The question whose reply it is about."""
        return question_link(vote.reply.question_id)
