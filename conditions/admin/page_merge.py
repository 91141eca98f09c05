"""The screen that joins what two people made of the same page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _

from conditions.actions.revisions import save_draft
from conditions.models import ReferencePage, UnsavedWork
from conditions.revisions.compare import Words, differences
from conditions.revisions.document import Document
from conditions.revisions.merge import PRESENCE, Clash, Merged, merge
from conditions.revisions.state import (
    document_seen,
    draft_seen,
    open_revision,
    opened_with,
    state_of_page,
    with_rows,
)
from consult.question.locking import StaleVersionError


def merge_view(model_admin: Any, request: Any, page: ReferencePage) -> HttpResponse:
    """Show what both had before them, what the other saved and what this person typed; store what is chosen."""
    if not model_admin.has_change_permission(request, page):
        raise PermissionDenied
    # The form that came too late was kept last; the screen names it from then on.
    kept = UnsavedWork.objects.of(page, request.user).of_form(request.POST.get("form_key", ""))
    if kept is None:
        return model_admin.to_screen(page, "change")  # type: ignore[no-any-return]
    draft = open_revision(page)
    theirs, known = opened_with(page, draft), document_seen(page, kept.seen)
    mine = with_rows(page, draft_seen(kept.seen), Document.from_json(kept.content))
    # Where nobody knows what both had before them, all that differs is asked.
    base = known or Document()
    chosen = {
        name.removeprefix("clash-"): value
        for name, value in request.POST.items()
        if name.startswith("clash-")
    }
    merged = merge(base, theirs, mine, chosen)
    state = state_of_page(page, draft)
    if request.method == "POST" and _store(request, page, merged, chosen, kept):
        return model_admin.to_screen(page, "publication")  # type: ignore[no-any-return]
    words = Words(base, theirs, mine)
    rows = [_row(words, clash, chosen, is_known=known is not None) for clash in merged.clashes]
    taken = differences(known, theirs) if known else []
    context = {"taken": taken, "kept": differences(theirs, merged.document())}
    title = _("Somebody else saved this meanwhile")
    return model_admin.page_screen(  # type: ignore[no-any-return]
        request,
        page,
        "merge",
        title=title,
        clashes=rows,
        draft=draft,
        state=state,
        form_key=kept.form,
        **context,
    )


def _store(
    request: Any, page: ReferencePage, merged: Merged, chosen: dict[str, str], kept: UnsavedWork
) -> bool:
    """Save the joined document, unless a choice is missing or somebody saved again."""
    if any(chosen.get(clash.key) not in ("theirs", "mine") for clash in merged.clashes):
        messages.error(request, _("Choose one of the two wherever both of you changed the same."))
        return False
    try:
        save_draft(
            page=page,
            document=merged.document(),
            seen=request.POST.get("state", ""),
            author=request.user,
            reason=kept.reason or None,
            typed_in=kept.form,
        )
    except StaleVersionError:
        messages.error(request, _("Somebody saved again. Look at it once more."))
        return False
    messages.success(request, _("Both changes are in the draft now."))
    return True


def _row(words: Words, clash: Clash, chosen: dict[str, str], *, is_known: bool) -> dict[str, Any]:
    """One part that both changed, in words."""

    def said(value: Any) -> str:
        if clash.name == PRESENCE:
            return _("there") if value else _("removed")
        return words.value(clash.name, value)

    return {
        "key": clash.key,
        "label": f"{words.node(clash.node)}: {words.label(clash.node, clash.name)}",
        "base": said(clash.base) if is_known else _("Not known any more."),
        "theirs": said(clash.theirs),
        "mine": said(clash.mine),
        "chosen": chosen.get(clash.key, ""),
    }
