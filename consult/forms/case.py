"""The forms of the private case page."""

from collections.abc import Collection
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.utils.translation import gettext_lazy as _

from consult.actions.edit import EDITABLE
from consult.asking.danger import rule_numbers
from consult.forms.ask.base import limited, long_text, patient_helper
from consult.models import Question
from consult.safety.scan import Finding

TOO_LONG = _("This is longer than %(limit_value)d letters. Please shorten it.")


class ReadCards(forms.Form):
    """A form that can be sent back with an emergency card on top."""

    # The numbers of the red flags whose card was read, joined by commas.
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def read_flags(self) -> set[str]:
        """Return the numbers of the cards that were read."""
        return set(filter(None, str(self.data.get("read", "")).split(",")))

    def resent(self, **changes: Any) -> Any:
        """Return the data of this form with some values changed."""
        data = self.data.copy()  # type: ignore[attr-defined]
        for name, value in changes.items():
            data[name] = value
        return data

    def mark_read(self, findings: Collection[Finding]) -> None:
        """Sending this form again says that the cards of these red flags were read."""
        numbers = sorted({*self.read_flags(), *rule_numbers(findings)})
        self.data = self.resent(read=",".join(numbers))


class MessageForm(ReadCards):
    """A follow-up message, or the information that was asked for."""

    text = limited(
        forms.CharField(
            widget=forms.Textarea(attrs={"rows": 6}),
            error_messages={"required": _("Write your message first.")},
        ),
        4_000,
        TOO_LONG,
    )

    def __init__(self, data: Any = None, *, label: Any, button: Any) -> None:
        super().__init__(data)
        self.fields["text"].label = label
        self.helper = patient_helper(
            HTML('{% include "consult/case/message_heading.html" %}'), "text", "read", button=button
        )
        self.helper.disable_csrf = True


class EditForm(ReadCards):
    """All words of the question on one page."""

    title = limited(
        forms.CharField(
            label=_("Your question in one line"),
            error_messages={"required": _("Sum up your question in one line.")},
        ),
        150,
        TOO_LONG,
    )
    body = limited(
        forms.CharField(
            label=_("What is happening"),
            widget=forms.Textarea(attrs={"rows": 8}),
            error_messages={"required": _("Tell us what is happening.")},
        ),
        20_000,
        TOO_LONG,
    )
    began = limited(forms.CharField(label=_("When it began (optional)"), required=False), 200, TOO_LONG)
    tried = long_text(4, 4_000, label=_("What has been tried, and tests (optional)"))
    seen = long_text(3, 2_000, label=_("Who has been seen (optional)"))
    wants = long_text(3, 2_000, label=_("What you most want to know (optional)"))
    display_name = limited(
        forms.CharField(label=_("Display name"), error_messages={"required": _("Choose a display name.")}),
        40,
        TOO_LONG,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, question: Question) -> None:
        initial = {name: getattr(question, name) for name in (*EDITABLE, "version")}
        super().__init__(data, initial=initial)
        heading = HTML('{% include "consult/case/edit_heading.html" %}')
        self.helper = patient_helper(heading, *EDITABLE, "version", "read", button=_("Save my changes"))
        self.helper.disable_csrf = True

    def words(self) -> dict[str, str]:
        """Return the changed words by the name of their field."""
        return {name: self.cleaned_data[name] for name in EDITABLE}

    def on_top_of(self, current: Any) -> "EditForm":
        """Return this form with its words, ready to be saved over `current`."""
        return EditForm(self.resent(version=current.version), question=current)


class FindForm(forms.Form):
    """The e-mail address of somebody who lost the link."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The address you gave when you asked."),
        error_messages={
            "required": _("Enter the e-mail address you gave when you asked."),
            "invalid": _("This is not a whole e-mail address. It looks like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        heading = HTML('{% include "consult/case/find_heading.html" %}')
        self.helper = patient_helper(heading, "email", button=_("Send me a link"))
