"""The screen of a page's revisions: any two side by side, and an earlier one brought back as a draft."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from conditions.actions.revisions import RevisionError, restore
from conditions.models import ReferencePage, Revision
from conditions.revisions.compare import differences
from conditions.revisions.document import Document

# Revisions on one screen, the newest first.
MOST = 100


def compare_view(model_admin: Any, request: HttpRequest, page: ReferencePage) -> HttpResponse:
    """List the revisions, and show what differs between the two that are chosen: by default the newest two."""
    revisions = list(page.revisions.select_related("author", "reviewer").order_by("-pk")[:MOST])
    by_key = {str(revision.pk): revision for revision in revisions}
    new = by_key.get(request.GET.get("new", "")) or (revisions[0] if revisions else None)
    old = by_key.get(request.GET.get("old", "")) or _before(revisions, new)
    changes = differences(*(Document.from_json(each.content) for each in (old, new))) if old and new else []
    return model_admin.page_screen(  # type: ignore[no-any-return]
        request,
        page,
        "compare",
        title=_("Revisions: %s") % page.title,
        revisions=revisions,
        old=old,
        new=new,
        changes=changes,
        may_change=model_admin.has_change_permission(request, page),
    )


def _before(revisions: list[Revision], new: Revision | None) -> Revision | None:
    """The revision that `new` was made from, or else the one before it."""
    if new is None:
        return None
    before = next((each for each in revisions if each.pk == new.based_on_id), None)
    return before or next((each for each in revisions if each.pk < new.pk), None)


def restore_view(model_admin: Any, request: HttpRequest, page: ReferencePage) -> HttpResponse:
    """Bring a whole revision back as a new draft."""
    if not model_admin.has_change_permission(request, page):
        raise PermissionDenied
    number = request.POST.get("revision", "")
    revision = get_object_or_404(page.revisions, pk=number if number.isascii() and number.isdigit() else 0)
    try:
        restore(revision=revision, actor=request.user)
    except RevisionError as error:
        messages.error(request, str(error))
        return model_admin.to_screen(page, "compare")  # type: ignore[no-any-return]
    messages.success(
        request, _("It stands as a draft now. Readers see it when it is approved and published.")
    )
    return model_admin.to_screen(page, "publication")  # type: ignore[no-any-return]
