"""The screen of a page's Markdown file: taken out, and brought in as a draft after a look at what would change."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.actions.markdown import import_markdown
from conditions.markdown.look import Preview, preview_markdown
from conditions.markdown.read import MarkdownError
from conditions.markdown.write import page_as_markdown
from conditions.models import ReferencePage
from conditions.revisions.state import open_revision, opened_with, state_of_page
from consult.common.forms import TypedCharField
from consult.question.locking import StaleVersionError

# Bytes of a file; a page of 40 causes has 40,000.
LARGEST = 1_000_000


class MarkdownForm(forms.Form):
    """A file, or its text."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("As it was taken out, then changed."),
    )
    text = TypedCharField(
        label=gettext_lazy("Text of the file"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    reason = TypedCharField(label=gettext_lazy("Why this change"), required=False, max_length=100)
    over = forms.BooleanField(
        label=gettext_lazy("Lay a file without a line “state:” over the draft that is under way"),
        required=False,
    )
    seen = TypedCharField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the file as text."""
        cleaned = super().clean() or self.cleaned_data
        if upload := cleaned.get("file"):
            if upload.size > LARGEST:
                raise forms.ValidationError(_("The file is too large for one page."))
            try:
                cleaned["text"] = upload.read().decode()
            except UnicodeDecodeError as error:
                raise forms.ValidationError(_("The file is no text in UTF-8.")) from error
        if not cleaned.get("text"):
            raise forms.ValidationError(_("Choose a file."))
        return cleaned


def markdown_view(model_admin: Any, request: HttpRequest, page: ReferencePage) -> HttpResponse:
    """Show the form; after a look at what would change, store the file as the draft."""
    draft = open_revision(page)
    if "download" in request.GET:
        return _download(page, page_as_markdown(opened_with(page, draft), state_of_page(page, draft)))
    form, preview = MarkdownForm(request.POST or None, request.FILES or None), None
    if request.method == "POST":
        if not model_admin.has_change_permission(request, page):
            raise PermissionDenied
        if form.is_valid():
            preview = _looked_at(form, page)
        if preview and "import" in request.POST and _imported(request, form, page):
            return model_admin.to_screen(page, "publication")  # type: ignore[no-any-return]
    if preview:
        told = {**form.cleaned_data, "seen": state_of_page(page, draft)}
        form = MarkdownForm(initial=told)
    title = _("Markdown file: %s") % page.title
    may_change = model_admin.has_change_permission(request, page)
    return model_admin.page_screen(  # type: ignore[no-any-return]
        request, page, "markdown", title=title, form=form, preview=preview, may_change=may_change
    )


def _download(page: ReferencePage, text: str) -> HttpResponse:
    """The file, under the address of the page."""
    name = {"Content-Disposition": f'attachment; filename="{page.slug}.md"'}
    return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers=name)


def _looked_at(form: MarkdownForm, page: ReferencePage) -> Preview | None:
    """What would change; None, and the form says why, when the file cannot be read."""
    try:
        return preview_markdown(text=form.cleaned_data["text"], page=page, over=form.cleaned_data["over"])
    except MarkdownError as error:
        form.add_error(None, str(error))
        return None


def _imported(request: Any, form: MarkdownForm, page: ReferencePage) -> bool:
    """Whether the file is the draft now; not when somebody has saved the page since it was looked at."""
    said = form.cleaned_data
    try:
        saved = import_markdown(
            text=said["text"],
            page=page,
            author=request.user,
            reason=said["reason"],
            seen=said["seen"],
            over=said["over"],
        )
    except StaleVersionError:
        messages.warning(request, _("Somebody saved the page meanwhile. Look again at what would change."))
        return False
    except MarkdownError as error:
        messages.warning(request, str(error))
        return False
    if saved is None:
        messages.success(request, _("Nothing was stored: the file says what readers see."))
    else:
        messages.success(request, _("Stored as a draft: readers see it when it is approved and published."))
    return True
