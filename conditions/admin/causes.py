"""Causes one by one: found by the autocomplete of the desk.  They are edited on the form of their page."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conditions.models import Cause, CauseLink


class CauseAdmin(admin.ModelAdmin[Cause]):
    """Causes of all pages."""

    list_display = ["name", "page", "group", "answered"]
    search_fields = ["name", "aliases__name", "page__title"]
    ordering = ["name", "pk"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cause]:
        """Causes with their pages and the number of confirmed links."""
        confirmed = Q(links__state=CauseLink.State.CONFIRMED)
        return (
            super()
            .get_queryset(request)
            .select_related("page", "group")
            .annotate(links_count=Count("links", filter=confirmed, distinct=True))
        )

    @admin.display(description=_("linked replies"), ordering="links_count")
    def answered(self, cause: Any) -> int:
        """Number of replies that link to it."""
        return int(cause.links_count)

    @staticmethod
    def autocomplete_label(cause: Cause) -> str:
        """The cause with its page, for causes of the same name."""
        return f"{cause.name} ({cause.page.title})"

    @staticmethod
    def autocomplete_extra(cause: Cause) -> dict[str, str]:
        """What the desk adds to the safety net when it is chosen there."""
        return {"key": f"cause-{cause.pk}", "signs": cause.page.warning_signs}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Causes are added on the form of their page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Causes are removed on the form of their page."""
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Go to the form of the page.  Raises Http404 for what names no cause."""
        cause = self.get_object(request, object_id)
        if cause is None:
            raise Http404("No such cause.")
        return redirect(reverse("admin:conditions_referencepage_change", args=[cause.page_id]))
