"""A page as readers would see it: what is saved, any revision, or what somebody has just typed."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_slug
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import slugify

from conditions.actions.unsaved import forget_unsaved, keep_unsaved
from conditions.admin.packed_form import unpack
from conditions.admin.page_document import document_of
from conditions.models import Category, ReferencePage, UnsavedWork
from conditions.revisions.checks import gone
from conditions.revisions.document import Document
from conditions.revisions.instances import Instances
from conditions.revisions.state import open_revision, opened_with
from conditions.views.pages import page_context


def keep_typed(admin: Any, request: Any, number: int) -> bool:
    """Keep what is typed into the form, valid or not, until it is saved; whether it differs from what is saved."""
    unpack(request)
    request.is_form = True
    page = admin.get_object(request, str(number))
    if page is None or not admin.has_change_permission(request, page):
        raise PermissionDenied
    form = admin.get_form(request, page, change=True)(request.POST, instance=page)
    formsets, _inlines = admin._create_formsets(request, page, change=True)
    form.is_valid()
    for formset in formsets:
        formset.is_valid()
    document, reason = document_of(form, formsets, request.opened), request.POST.get("change_reason", "")
    key = request.POST.get("form_key", "")
    if document == request.opened and reason == page.draft_reason:
        forget_unsaved(page=page, user=request.user, form=key)
        return False
    keep_unsaved(
        page=ReferencePage(pk=number),
        document=document,
        seen=request.POST.get("seen_state", "")[:40],
        author=request.user,
        reason=reason,
        form=key,
    )
    return True


def preview_view(admin: Any, request: Any, page: ReferencePage) -> HttpResponse:
    """Show a document in the public template; the form that is sent here is kept first, and shown as it was typed."""
    if request.method == "POST":
        is_kept = keep_typed(admin, request, page.pk)
        address = reverse("admin:conditions_referencepage_preview", args=[page.pk])
        if not is_kept:
            return HttpResponseRedirect(address)
        query = urlencode({"unsaved": request.POST.get("form_key") or "1"})
        return HttpResponseRedirect(f"{address}?{query}")
    key = request.GET.get("unsaved")
    typed = None if key is None else UnsavedWork.objects.of(page, request.user).of_form(key)
    document = showable(Document.from_json(typed.content), page) if typed else _asked(request, page)
    rows = Instances(page, document).rows()
    context = {
        **page_context(page, rows, document.related),
        "is_preview": True,
        "is_typed": typed is not None,
        "missing": gone(document),
    }
    return TemplateResponse(request, "conditions/page.html", context)


def _asked(request: HttpRequest, page: ReferencePage) -> Document:
    """The revision that is asked for, else the one on its way, else what stands."""
    asked = request.GET.get("revision", "")
    if not asked:
        return opened_with(page, open_revision(page))
    known = asked if asked.isascii() and asked.isdigit() else 0
    return Document.from_json(get_object_or_404(page.revisions, pk=known).content)


def showable(document: Document, page: ReferencePage) -> Document:
    """What is half typed, with what a page cannot be shown without: its category, and addresses that are some."""
    fields = document.fields
    if not Category.objects.filter(pk=fields["category"]).exists():
        fields["category"] = page.category_id
    fields["slug"] = fields["slug"] if _is_slug(fields["slug"]) else page.slug
    for cause in document.causes():
        cause.slug = cause.slug if _is_slug(cause.slug) else slugify(cause.name) or "cause"
    return document


def _is_slug(text: str) -> bool:
    """Whether the text may stand in an address."""
    try:
        validate_slug(text)
    except ValidationError:
        return False
    return True
