"""Reference pages: the whole page on one form, three levels of causes with their citations."""

import logging
from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from nested_admin.nested import NestedModelAdminMixin

from conditions.actions.pages import bring_back, settle_page
from conditions.admin.page_forms import ReferencePageForm
from conditions.admin.page_inlines import GroupInline, PageCitationInline, read_tree
from conditions.models import Cause, CauseGroup, ReferencePage
from conditions.related.proposals.for_pages import proposed_pages
from conditions.views.pages import page_context
from consult.desk.admin.concurrent_edits import ReasonedAdmin
from consult.desk.admin.filters import given
from consult.desk.admin.history import HistoryAdmin
from consult.desk.conflicts import Conflict, Difference, differences

logger = logging.getLogger(__name__)


class ReviewFilter(admin.SimpleListFilter):
    """Pages whose planned review has come."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Due, or never reviewed."""
        return [("due", _("Due")), ("never", _("Never reviewed"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply the choice."""
        if self.value() == "due":
            return queryset.due_for_review()
        return queryset.filter(last_reviewed_on__isnull=True) if self.value() == "never" else queryset


class ReferencePageAdmin(NestedModelAdminMixin, ReasonedAdmin, HistoryAdmin):  # type: ignore[misc]
    """Reference pages."""

    form = ReferencePageForm
    restorable = True
    kept = HistoryAdmin.kept | {"published_at"}
    restore_note = _("Other names, sources and the date of publication stay as they are now.")
    inlines = [GroupInline, PageCitationInline]
    list_display = ["title", "category", "state", "causes_column", "next_review_on"]
    list_filter = [
        ReviewFilter,
        ("published_at", given(_("state"), _("Published"), _("Draft"))),
        "category",
        "is_demo",
    ]
    list_select_related = ["category"]
    search_fields = ["title", "causes__name", "causes__aliases__name"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["related"]
    readonly_fields = ["proposed_related"]
    save_on_top = True
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "category",
                    "title",
                    "slug",
                    "question_heading",
                    "lead",
                    "warning_signs",
                    "causes_intro",
                    "treatment",
                ]
            },
        ),
        (
            _("Publication and review"),
            {
                "fields": [
                    "published_at",
                    ("reviewed_by", "last_reviewed_on", "next_review_on"),
                    "related",
                    "proposed_related",
                    "is_demo",
                ],
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReferencePage]:
        """Pages with the number of their causes."""
        rows: QuerySet[ReferencePage] = super().get_queryset(request)
        return rows.annotate(causes_count=Count("causes", distinct=True))

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The page, with its whole tree in a fixed number of queries when it is only shown."""
        page = super().get_object(request, object_id, from_field)
        if page is not None and request.method == "GET":
            read_tree(page)
        return page

    def histories(self, row: ReferencePage) -> list[QuerySet[Any]]:
        """The versions of the page, of its groups and of its causes, also of those that are gone."""
        of_rows = [model.history.filter(page_id=row.pk) for model in (CauseGroup, Cause)]
        return [*super().histories(row), *of_rows]

    def bring_back(self, row: ReferencePage, earlier: Any, reason: str) -> None:
        """Store an earlier page, group or cause, and what follows from it."""
        bring_back(page=row, earlier=earlier, reason=reason)

    def get_urls(self) -> list[Any]:
        """The preview before the stock addresses."""
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("<int:number>/preview/", view, name="conditions_referencepage_preview"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Give the script of the nested form its words, and a stale form both texts of its causes."""
        if context["adminform"].form.has_error(NON_FIELD_ERRORS, "stale"):
            context["conflict"] = Conflict(
                gettext("What else stands differently now"),
                tree_differences(context["inline_admin_formsets"]),
            )
        context["nested_form_words"] = {
            "open": gettext("Open"),
            "close": gettext("Close"),
            "up": gettext("Up"),
            "down": gettext("Down"),
            "openAll": gettext("Open all"),
            "closeAll": gettext("Close all"),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def preview_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """The page as strangers will see it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = get_object_or_404(ReferencePage.objects.select_related("category"), pk=number)
        return TemplateResponse(request, "conditions/page.html", {**page_context(page), "is_preview": True})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store the tree, then what follows from it: version and index."""
        super().save_related(request, form, formsets, change)
        touched = set(form.changed_data) - {"seen_state", "change_reason"} or any(
            formset.new_objects or formset.changed_objects or formset.deleted_objects for formset in formsets
        )
        if touched:
            settle_page(page=form.instance)

    @admin.display(description=_("pages like this one"))
    def proposed_related(self, page: ReferencePage) -> str:
        """What the engine would relate to this page; an editor adds what fits above."""
        if page.pk is None:
            return str(_("Save the page first."))
        try:
            with transaction.atomic():
                found = proposed_pages(page)
        except Exception:
            logger.exception("No related pages could be proposed for page %s.", page.pk)
            return "–"
        if not found:
            return "–"
        return format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((reverse("admin:conditions_referencepage_change", args=[row.pk]), row.title) for row in found),
        )

    @admin.display(description=_("state"), ordering="published_at")
    def state(self, page: ReferencePage) -> str:
        """Published or not, with a link to look at it."""
        if page.is_public:
            return format_html('<a href="{}">{}</a>', page.get_absolute_url(), _("Published"))
        address = reverse("admin:conditions_referencepage_preview", args=[page.pk])
        return format_html('<a href="{}">{}</a>', address, _("Draft: preview"))

    @admin.display(description=_("causes"), ordering="causes_count")
    def causes_column(self, page: Any) -> int:
        """Number of causes."""
        return int(page.causes_count)


def tree_differences(inline_admin_formsets: Any) -> list[Difference]:
    """What was typed in the rows below the page and stands differently in the database."""
    found: list[Difference] = []
    waiting = [form for shown in inline_admin_formsets for form in shown.formset.initial_forms]
    while waiting:
        form = waiting.pop(0)
        current = type(form.instance)._default_manager.filter(pk=form.instance.pk).first()
        for row in differences(form, current) if current else []:
            found.append(replace(row, label=f"{current}: {row.label}"))
        for formset in getattr(form, "nested_formsets", []):
            waiting += formset.initial_forms
    return found
