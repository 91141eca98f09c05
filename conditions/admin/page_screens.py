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
from conditions.actions.unsaved import forget_unsaved, keep_unsaved
from conditions.admin.packed_form import unpack
from conditions.admin.page_compare import compare_view, restore_view
from conditions.admin.page_document import document_of
from conditions.admin.page_forms import PageField, all_pages
from conditions.admin.page_markdown import markdown_view
from conditions.admin.page_merge import merge_view
from conditions.admin.page_publication import publication_view
from conditions.models import ReferencePage
from conditions.revisions.checks import gone
from conditions.revisions.document import Document
from conditions.revisions.instances import Instances
from conditions.revisions.removal import links_to
from conditions.revisions.state import open_revision, opened_with
from conditions.views.pages import page_context


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
            "preview": self.preview_view,
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

    def preview_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """A revision as strangers will see it: the one that is asked for, else the one on its way, else what stands."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = get_object_or_404(ReferencePage.objects.select_related("category"), pk=number)
        asked = request.GET.get("revision", "")
        if asked:
            known = asked if asked.isascii() and asked.isdigit() else 0
            document = Document.from_json(get_object_or_404(page.revisions, pk=known).content)
        else:
            document = opened_with(page, open_revision(page))
        rows = Instances(page, document).rows()
        context = page_context(page, rows, document.related) | {"is_preview": True, "missing": gone(document)}
        return TemplateResponse(request, "conditions/page.html", context)

    def autosave_view(self, request: Any, number: int) -> HttpResponse:
        """Keep what is typed into the form, valid or not, until it is saved."""
        unpack(request)
        request.is_form = True
        page = self.get_object(request, str(number))
        if page is None or not self.has_change_permission(request, page):
            raise PermissionDenied
        form = self.get_form(request, page, change=True)(request.POST, instance=page)
        formsets, _inlines = self._create_formsets(request, page, change=True)  # type: ignore[attr-defined]
        form.is_valid()
        for formset in formsets:
            formset.is_valid()
        keep_unsaved(
            page=ReferencePage(pk=number),
            document=document_of(form, formsets, request.opened),
            seen=request.POST.get("seen_state", "")[:40],
            author=request.user,
            reason=request.POST.get("change_reason", ""),
            form=request.POST.get("form_key", ""),
        )
        return JsonResponse({"kept": time_format(timezone.localtime(), "H:i")})

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
