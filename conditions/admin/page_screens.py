"""The screens of a reference page beside its form: preview, publication, comparison, two versions joined."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from conditions.actions.pages import delete_page
from conditions.actions.unsaved import forget_unsaved
from conditions.admin.page_compare import compare_view, restore_view
from conditions.admin.page_forms import PageField, all_pages
from conditions.admin.page_markdown import markdown_view
from conditions.admin.page_merge import merge_view
from conditions.admin.page_preview import keep_typed, preview_view
from conditions.admin.page_publication import publication_view
from conditions.models import ReferencePage
from conditions.revisions.removal import links_to


class TargetForm(forms.Form):
    """Where everything goes that leads to a page which is deleted."""

    target = PageField(label=gettext_lazy("Everything leads to this page instead"))

    def __init__(self, *args: Any, page: ReferencePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["target"]
        field.queryset = ReferencePage.objects.public().exclude(pk=page.pk)
        field.required = page.was_published or links_to(page) > 0


class PageScreens(admin.ModelAdmin[Any]):
    """Addresses below a reference page in the admin."""

    def get_urls(self) -> list[Any]:
        """Our screens before the stock addresses."""
        screens = {
            "preview": self._screen_of(preview_view),
            "autosave": require_POST(self.autosave_view),
            "forget": require_POST(self.forget_view),
            "publication": self._screen_of(publication_view),
            "merge": self._screen_of(merge_view),
            "compare": self._screen_of(compare_view),
            "markdown": self._screen_of(markdown_view),
            "restore": require_POST(self._screen_of(restore_view)),
        }
        return [
            *(
                path(
                    f"<int:number>/{name}/",
                    self.admin_site.admin_view(view),
                    name=f"conditions_referencepage_{name}",
                )
                for name, view in screens.items()
            ),
            *super().get_urls(),
        ]

    def _screen_of(self, view: Any) -> Any:
        """A view of another module, given the page; for those who may look at pages."""

        def screen(request: HttpRequest, number: int) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            page = get_object_or_404(ReferencePage.objects.select_related("category"), pk=number)
            response: HttpResponse = view(self, request, page)
            return response

        return screen

    def page_screen(
        self, request: HttpRequest, page: ReferencePage, name: str, **context: Any
    ) -> TemplateResponse:
        """One of the screens, as the stock admin frames it."""
        base = {**self.admin_site.each_context(request), "opts": self.opts, "page": page, "media": self.media}
        return TemplateResponse(request, f"admin/conditions/referencepage/{name}.html", {**base, **context})

    def to_screen(self, page: ReferencePage, name: str) -> HttpResponseRedirect:
        """Go to a screen of the page."""
        return HttpResponseRedirect(reverse(f"admin:conditions_referencepage_{name}", args=[page.pk]))

    def autosave_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Keep what is typed into the form, and say when; nothing when it is what is saved."""
        is_kept = keep_typed(self, request, number)
        return JsonResponse({"kept": time_format(timezone.localtime(), "H:i") if is_kept else ""})

    def get_actions(self, request: HttpRequest) -> Any:
        """Pages are deleted one by one: each has its own question."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask where everything goes that leads to the page, then delete it."""
        number = object_id if object_id.isascii() and object_id.isdigit() else 0
        page = get_object_or_404(ReferencePage, pk=number)
        if not self.has_delete_permission(request, page):
            raise PermissionDenied
        form = TargetForm(request.POST or None, page=page)
        if request.method == "POST" and form.is_valid():
            delete_page(page=page, target=form.cleaned_data["target"], actor=request.user)
            messages.success(request, _("“%s” is deleted.") % page)
            return HttpResponseRedirect(reverse("admin:conditions_referencepage_changelist"))
        title = _("Delete “%s”") % page
        return self.page_screen(
            request, page, "delete", title=title, form=form, links=links_to(page), pages=all_pages()
        )

    def forget_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Throw away what this person has typed into one form and not saved."""
        page = get_object_or_404(ReferencePage, pk=number)
        if not self.has_change_permission(request, page):
            raise PermissionDenied
        forget_unsaved(page=page, user=request.user, form=request.POST.get("form_key", ""))
        messages.success(request, _("What you had typed and not saved is thrown away."))
        return self.to_screen(page, "change")
