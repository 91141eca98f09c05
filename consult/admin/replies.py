"""Replies and follow-ups: written at the desk; here only for their history."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin

from consult.admin import access
from consult.admin.read_only import ReadOnlyAdmin


class _OfQuestionAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """A text of one question, which is shown and edited at the question's desk."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Not in the list of tables: the desk leads here."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Texts of questions that this person may open."""
        allowed = access.allowed_questions(request).filter(pk=OuterRef("question"))
        return super().get_queryset(request).filter(Exists(allowed))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history, for those who may open the question."""
        get_object_or_404(self.get_queryset(request), pk=object_id)
        response: HttpResponse = super().history_view(request, object_id, extra_context)
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Go to the desk."""
        row = get_object_or_404(self.get_queryset(request), pk=object_id)
        return redirect(reverse("admin:consult_question_change", args=[row.question_id]))


class ReplyAdmin(_OfQuestionAdmin):
    """Replies of doctors."""

    list_display = ["question", "doctor", "specialty", "published_at", "approved_at"]
    list_select_related = ["question", "doctor", "specialty"]
    search_fields = ["=question__pk", "doctor__name"]


class FollowUpAdmin(_OfQuestionAdmin):
    """Later messages of patients, and what doctors answer."""

    list_display = ["question", "kind", "asked_at", "answered_at"]
    search_fields = ["=question__pk"]
