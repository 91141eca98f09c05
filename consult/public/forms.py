"""What readers say of a reply or a page."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from consult.abuse.trap import TrappedForm, trap
from consult.common.forms import TypedCharField
from consult.models import PageReport


def _helper(heading: str, *fields: str, button: Any) -> FormHelper:
    """The template `heading`, the fields, the trap and one button; the error summary comes before the heading."""
    helper = FormHelper()
    helper.attrs = {"novalidate": True}
    helper.layout = Layout(HTML(f'{{% include "{heading}" %}}'), *fields, trap(), Submit("send", button))
    return helper


class VoteForm(TrappedForm):
    """Did this help, and what was missing."""

    helped = forms.TypedChoiceField(
        label=_("Did this help?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no."), "invalid_choice": _("Say yes or no.")},
    )
    missing = TypedCharField(
        label=_("What was missing? (optional)"),
        help_text=_("Only our staff read this. Please leave out names and other personal details."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper("consult/public/vote_heading.html", "helped", "missing", button=_("Send"))


class ReportForm(TrappedForm):
    """What is wrong with a page."""

    page = TypedCharField(max_length=300, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=PageReport.Reason,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is wrong with the page."),
            "invalid_choice": _("Choose what is wrong with the page."),
        },
    )
    details = TypedCharField(
        label=_("Which words do you mean? (optional)"),
        help_text=_("You can paste the sentence. Only our staff read this."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(
            "consult/public/report_heading.html", "page", "reason", "details", button=_("Send the report")
        )
        self.helper.form_action = "consult:report"

    def clean_page(self) -> str:
        """Only an address of this site can be reported."""
        path = str(self.cleaned_data["page"])
        if not path.startswith("/") or path.startswith("//"):
            raise forms.ValidationError(
                _("Open the page that you mean, and follow “Report this page” there.")
            )
        return path
