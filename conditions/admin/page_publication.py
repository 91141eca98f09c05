"""The screen where a revision is sent for review, approved, scheduled, published, taken back or thrown away."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.actions import revisions as actions
from conditions.admin import page_comments
from conditions.admin.page_forms import PageField, all_pages
from conditions.models import Cause, CauseLink, ReferencePage, Revision
from conditions.revisions import fates
from conditions.revisions.checks import off_the_site, problems
from conditions.revisions.compare import differences
from conditions.revisions.document import Document, Removal
from conditions.revisions.read import standing_document
from conditions.revisions.state import open_revision
from consult.common.forms import TypedCharField

PUBLISHES = "conditions.publish_revision"
ELSEWHERE = "elsewhere"


class MomentForm(forms.Form):
    """When an approved revision is to be published."""

    # It stands beside a button that needs no moment.
    use_required_attribute = False

    moment = forms.DateTimeField(
        label=gettext_lazy("Publish at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )


class FateForm(forms.Form):
    """Where the links of one removed cause go."""

    fate = forms.ChoiceField(label=gettext_lazy("Where its links go"), required=False)
    page = PageField(
        label=gettext_lazy("Move to this page"),
        required=False,
        help_text=gettext_lazy("Type a part of its title, then choose. Only for moving."),
    )
    cause = forms.ModelChoiceField(
        label=gettext_lazy("Merge it into this cause"),
        queryset=Cause.objects.none(),
        required=False,
        help_text=gettext_lazy("Search by name, by another name, or by page. Only for merging elsewhere."),
        error_messages={"invalid_choice": gettext_lazy("Choose a cause of another page on the site.")},
    )

    def __init__(
        self, *args: Any, removed: fates.Removed, document: Document, admin_site: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.removed = removed
        into = [
            (f"{Removal.CAUSE}:{cause.key}", cause.name)
            for cause in document.causes()
            if not cause.is_retired
        ]
        field: Any = self.fields["fate"]
        field.choices = [
            ("", _("Not decided") if removed.links else _("Nothing links to it: it is only removed")),
            (Removal.PAGE, _("To the page as a whole")),
            (fates.RETIRE, _("Keep it as a retired cause: its anchor and links stay")),
            (Removal.MOVE, _("Move it to the page chosen below, with all that hangs on it")),
            (ELSEWHERE, _("Merge it into the cause of another page chosen below")),
            (_("Merge it into"), into),
        ]
        kind, _colon, key = removed.fate.partition(":")
        is_elsewhere = kind == Removal.CAUSE and removed.fate not in dict(into)
        field.initial = ELSEWHERE if is_elsewhere else removed.fate
        self._offer_elsewhere(admin_site, key if is_elsewhere else None)

    def _offer_elsewhere(self, admin_site: Any, chosen: str | None) -> None:
        """Let causes of other pages be searched for, as at the desk."""
        field: Any = self.fields["cause"]
        here = Cause.objects.filter(page__causes=self.removed.entry.key)
        field.queryset = Cause.objects.public().exclude(pk__in=here.values("pk")).select_related("page")
        field.widget = AutocompleteSelect(
            CauseLink._meta.get_field("cause"), admin_site, choices=field.widget.choices
        )
        field.label_from_instance = lambda cause: f"{cause.name} ({cause.page.title})"
        field.initial = chosen

    def clean(self) -> dict[str, Any]:
        """Refuse a move or a merge to nowhere.  A move that is stored already needs no page again."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("fate") == ELSEWHERE and "cause" in cleaned:
            if cleaned["cause"] is None:
                self.add_error("cause", _("Choose the cause into which it is merged."))
            else:
                cleaned["fate"] = f"{Removal.CAUSE}:{cleaned['cause'].pk}"
        page = cleaned.get("page")
        if cleaned.get("fate") == Removal.MOVE and "page" in cleaned:
            if page is None and self.removed.fate != Removal.MOVE:
                self.add_error("page", _("Choose the page to which it moves."))
            elif page is not None and not page.groups.exists():
                self.add_error("page", _("“%s” has no heading to move it under. Publish one first.") % page)
            elif page is not None and self.removed.links and not page.is_public:
                self.add_error("page", off_the_site(self.removed.entry.name, page))
        return cleaned


def publication_view(model_admin: Any, request: HttpRequest, page: ReferencePage) -> HttpResponse:
    """Show what would change for readers and what keeps it from being published; carry out what is decided."""
    draft = open_revision(page)
    document = Document.from_json(draft.content) if draft else standing_document(page)
    data = request.POST if request.method == "POST" else None
    forms_ = [
        FateForm(
            data,
            prefix=f"cause{each.entry.key}",
            removed=each,
            document=document,
            admin_site=model_admin.admin_site,
        )
        for each in (fates.removed_causes(page, document) if draft else [])
    ]
    if data is not None and _act(model_admin, request, page, draft, forms_):
        return model_admin.to_screen(page, "publication")  # type: ignore[no-any-return]
    context = _context(request, page, draft, document)
    pages = all_pages() if forms_ else []
    media = sum((form.media for form in forms_[:1]), model_admin.media)
    return model_admin.page_screen(  # type: ignore[no-any-return]
        request, page, "publication", fates=forms_, pages=pages, media=media, **context
    )


def _context(
    request: HttpRequest, page: ReferencePage, draft: Revision | None, document: Document
) -> dict[str, Any]:
    """What the screen tells."""
    is_own = draft is not None and draft.is_written_by(request.user)
    alone = not settings.PAGES_NEED_SECOND_PERSON
    State = Revision.State
    approves = draft is not None and (
        draft.state == State.IN_REVIEW or (alone and draft.state == State.DRAFT)
    )
    return {
        "title": _("Publication: %s") % document.title,
        "draft": draft,
        "changes": differences(standing_document(page), document) if draft else [],
        "problems": problems(page, document) if draft else [],
        "is_own": is_own and not alone,
        "may_approve": approves and (alone or not is_own) and request.user.has_perm(PUBLISHES),
        "may_change": request.user.has_perm("conditions.change_referencepage"),
        "may_publish": request.user.has_perm(PUBLISHES),
        "moment": MomentForm(),
        "comments": page_comments.comments_of(draft),
        "comment_form": page_comments.CommentForm(
            request.POST if request.POST.get("decision") == page_comments.COMMENT else None, document=document
        ),
        "needs_second": not alone,
        "was_public": page.published_at is None and page.was_published,
        "late": bool(draft and draft.publish_at and draft.publish_at < now()),
    }


def _act(
    model_admin: Any,
    request: HttpRequest,
    page: ReferencePage,
    draft: Revision | None,
    forms_: list[FateForm],
) -> bool:
    """Do what the pressed button says, or say why not.  False when something typed is wrong."""
    decision = request.POST.get("decision", "")
    needed = (
        PUBLISHES if decision in ("approve", "schedule", "take_down") else "conditions.change_referencepage"
    )
    talks = decision in (page_comments.COMMENT, page_comments.SETTLE) and request.user.has_perm(PUBLISHES)
    if not (talks or request.user.has_perm(needed)):
        raise PermissionDenied
    if decision == "take_down":
        reason = TypedCharField(required=False).clean(request.POST.get("reason", "")[:100])
        unscheduled = actions.take_down(page=page, actor=request.user, reason=reason)
        messages.success(request, _("The page is off the site. Its replies keep the words that they cite."))
        if unscheduled is not None:
            messages.warning(
                request, _("What was scheduled is a draft again: it is not published by itself.")
            )
        return True
    if draft is None:
        page_comments.give_back(request, decision)
        return True
    try:
        _decide(request, draft, decision, forms_)
    except actions.RevisionError as error:
        messages.error(request, str(error))
    except forms.ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


def _decide(request: HttpRequest, draft: Revision, decision: str, forms_: list[FateForm]) -> None:
    """One decision about the revision on its way."""
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() else 0
    about = {"revision": draft, "actor": request.user, "version": version}
    if decision == page_comments.COMMENT:
        page_comments.comment(request, draft)
    elif decision == page_comments.SETTLE:
        page_comments.settle(request, draft)
    elif decision == "fates":
        if [form for form in forms_ if not form.is_valid()]:
            raise forms.ValidationError(_("Choose what is offered."))
        choices = {form.removed.entry.key: form.cleaned_data["fate"] for form in forms_}
        pages = {form.removed.entry.key: form.cleaned_data["page"] for form in forms_}
        actions.decide_removals(**about, choices=choices, pages=pages)  # type: ignore[arg-type]
    elif decision == "send":
        actions.send_for_review(**about)  # type: ignore[arg-type]
        messages.success(request, _("Sent for review: somebody else reads it now."))
    elif decision == "approve":
        actions.approve(**about)  # type: ignore[arg-type]
        messages.success(request, _("Published: readers see it now."))
    elif decision == "schedule":
        form = MomentForm(request.POST)
        if not form.is_valid() or form.cleaned_data["moment"] <= now():
            raise forms.ValidationError(_("Give a day and a time that are still to come."))
        actions.approve(**about, at=form.cleaned_data["moment"])  # type: ignore[arg-type]
        messages.success(request, _("Approved: it is published by itself at that time."))
    elif decision == "take_back":
        actions.take_back(**about)  # type: ignore[arg-type]
        messages.success(request, _("It is a draft again."))
    elif decision == "throw_away":
        actions.throw_away(**about)  # type: ignore[arg-type]
        messages.success(request, _("The draft is thrown away. It can be brought back under Revisions."))
