"""Comments on a draft, on the screen of its publication."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.actions.comments import comment_on_draft, settle_comment
from conditions.models import DraftComment, Revision
from conditions.revisions.document import Document
from consult.common.forms import TypedCharField
from consult.common.row_ids import sent_number

COMMENT, SETTLE = "comment", "settle"


class CommentForm(forms.Form):
    """What somebody says, and about what."""

    # It stands on a screen with other forms.
    use_required_attribute = False

    about = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    text = TypedCharField(
        label=gettext_lazy("Comment"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3, "cols": 60})
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        kwargs["prefix"] = "comment"
        super().__init__(*args, **kwargs)
        field: Any = self.fields["about"]
        groups = [
            (group.heading or "–", [(name, name) for name in _names(group)]) for group in document.groups
        ]
        field.choices = [("", _("The whole page")), *groups]


def _names(group: Any) -> list[str]:
    """The heading and the causes below it, as they are called."""
    names = [group.heading, *(cause.name for cause in Document(groups=[group]).causes())]
    return list(dict.fromkeys(name for name in names if name))


def comment(request: HttpRequest, draft: Revision) -> None:
    """Store what was typed; raises ValidationError when nothing was."""
    form = CommentForm(request.POST, document=Document.from_json(draft.content))
    if not form.is_valid():
        raise forms.ValidationError(_("Write your comment, and choose what it is about."))
    comment_on_draft(revision=draft, actor=request.user, **form.cleaned_data)
    messages.success(request, _("Your comment stands below the draft. Who works on it is told by mail."))


def give_back(request: HttpRequest, decision: str) -> None:
    """Show a comment that came when its draft was no longer on its way."""
    if decision == COMMENT:
        words = TypedCharField(required=False, widget=forms.Textarea).clean(
            request.POST.get("comment-text", "")
        )
        messages.error(request, _("The draft is no longer on its way. You wrote: %s") % words)


def settle(request: HttpRequest, draft: Revision) -> None:
    """Settle one comment of the draft."""
    number = sent_number(request.POST.get("comment", ""))
    found = DraftComment.objects.filter(revision=draft, pk=number or 0).first()
    if found is not None:
        settle_comment(comment=found, actor=request.user)


def comments_of(draft: Revision | None) -> list[DraftComment]:
    """The comments on a draft."""
    return list(DraftComment.objects.of(draft)) if draft else []
