"""Queues that need a person: reports of readers, and mail that does not leave."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from consult.desk.actions.moderation import resolve_report, retry_message
from consult.desk.admin.concurrent_edits import GuardedAdmin, GuardedForm
from consult.desk.admin.read_only import ReadOnlyAdmin, question_link
from consult.models import OutboxMessage, PageReport


class OpenFilter(admin.SimpleListFilter):
    """Open reports unless others are asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices besides the default."""
        return [("resolved", _("Resolved")), ("all", _("All"))]

    def choices(self, changelist: Any) -> Any:
        """Name the default."""
        default, *rest = list(super().choices(changelist))
        yield {**default, "display": _("Open")}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply the choice."""
        if self.value() == "all":
            return queryset
        return queryset.resolved() if self.value() == "resolved" else queryset.open()


class PageReportForm(GuardedForm):
    """What was done about a report."""

    class Meta:
        model = PageReport
        fields = ["resolution"]
        widgets = {"resolution": forms.Textarea(attrs={"rows": 3})}

    def clean_resolution(self) -> str:
        """Words are required to resolve a report."""
        text: str = self.cleaned_data["resolution"].strip()
        if not text:
            raise ValidationError(_("Say what you did, so that the next editor knows."))
        return text


class PageReportAdmin(GuardedAdmin):
    """Reports of readers."""

    form = PageReportForm
    list_display = ["created_at", "reason", "page", "question_column", "words", "resolution"]
    list_filter = [OpenFilter, "reason", "created_at"]
    ordering = ["-pk"]
    search_fields = ["path", "details", "resolution", "=question__pk"]
    fieldsets = [
        (_("The report"), {"fields": ["created_at", "reason", "page", "question_column", "details"]}),
        (_("What you did"), {"fields": ["resolution", "resolved_at"]}),
    ]
    readonly_fields = ["created_at", "reason", "page", "question_column", "details", "resolved_at"]
    actions = ["mark_unfounded"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Readers report on the pages themselves."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reports are resolved, not deleted."""
        return False

    @admin.display(description=_("page"), ordering="path")
    def page(self, report: PageReport) -> str:
        """The page, to look at."""
        if not report.path.startswith("/") or report.path.startswith("//"):
            return report.path
        return format_html('<a href="{}">{}</a>', report.path, report.path)

    @admin.display(description=_("question"))
    def question_column(self, report: PageReport) -> str:
        """The screen on which the question is edited, held or unpublished."""
        return question_link(report.question_id, "approve")

    @admin.display(description=_("details"))
    def words(self, report: PageReport) -> str:
        """The beginning of what the reader wrote."""
        return report.details[:160] + ("…" if len(report.details) > 160 else "")

    def save_model(self, request: HttpRequest, obj: PageReport, form: Any, change: bool) -> None:
        """Resolve the report."""
        resolve_report(report=obj, resolution=obj.resolution, actor=request.user)

    @admin.action(description=_("Resolve: looked at it, nothing to change"), permissions=["change"])
    def mark_unfounded(self, request: HttpRequest, queryset: Any) -> None:
        """Resolve reports that need no change."""
        reports = list(queryset.open())
        for report in reports:
            resolve_report(report=report, resolution=str(_("Nothing to change.")), actor=request.user)
        self.message_user(request, _("Reports resolved: %d.") % len(reports))


class FailingFilter(admin.SimpleListFilter):
    """Only what needs a look."""

    title = _("trouble")
    parameter_name = "failing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """One choice."""
        return [("1", _("Failing"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply it."""
        return queryset & OutboxMessage.objects.failing() if self.value() else queryset


class OutboxMessageAdmin(ReadOnlyAdmin):
    """Mail on its way.  Addresses are not shown: staff have no need of them."""

    list_display = ["created_at", "kind", "state", "attempts", "next_try", "last_error", "to_question"]
    list_filter = [FailingFilter, "state", "kind", "created_at"]
    search_fields = ["=question__pk"]
    fields = [
        "kind",
        "state",
        "attempts",
        "next_attempt_at",
        "last_error",
        "created_at",
        "sent_at",
        "to_question",
    ]
    actions = ["try_again"]

    @admin.display(description=_("next try"), ordering="next_attempt_at")
    def next_try(self, message: OutboxMessage) -> Any:
        """When it is tried next, if it is."""
        if message.state != OutboxMessage.State.PENDING:
            return "–"
        return _("now") if message.next_attempt_at <= timezone.now() else message.next_attempt_at

    @admin.display(description=_("question"))
    def to_question(self, message: OutboxMessage) -> str:
        """The question it is about."""
        return question_link(message.question_id)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Editors."""
        return request.user.has_perm("consult.change_outboxmessage")

    @admin.action(description=_("Try again now"), permissions=["retry"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        """Put failed or waiting messages back to the front."""
        messages = list(queryset.exclude(state=OutboxMessage.State.SENT))
        for message in messages:
            retry_message(message=message, actor=request.user)
        self.message_user(request, _("Messages that will be tried again now: %d.") % len(messages))
