"""The forms of the private case page: a message, and the address of somebody who lost the link."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.utils.translation import gettext_lazy as _

from consult.abuse.trap import TrappedForm, trap
from consult.asking.checks.checked_form import CheckedForm
from consult.asking.forms.base import TOO_LONG, limited, patient_helper
from consult.common.forms import TypedCharField, TypedEmailField
from consult.models import Contact, FollowUp


class MessageForm(CheckedForm, TrappedForm):
    """A follow-up message, or the information that was asked for."""

    text = limited(
        TypedCharField(
            widget=forms.Textarea(attrs={"rows": 6}),
            error_messages={"required": _("Write your message first.")},
        ),
        FollowUp.LONGEST,
        TOO_LONG,
    )

    def __init__(self, data: Any = None, *, label: Any, button: Any) -> None:
        super().__init__(data)
        self.fields["text"].label = label
        self.helper = patient_helper(
            HTML('{% include "consult/case/message_heading.html" %}'),
            "text",
            "read",
            "kept",
            trap(),
            button=button,
        )
        self.helper.disable_csrf = True

    @property
    def labels(self) -> Mapping[str, Any]:
        """The message is the only field with words."""
        return {"text": self.fields["text"].label}


class FindForm(forms.Form):
    """The e-mail address of somebody who lost the link."""

    email = TypedEmailField(
        label=_("E-mail"),
        help_text=_("The address you gave when you asked."),
        error_messages={"required": _("Enter the e-mail address you gave when you asked.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        heading = HTML('{% include "consult/case/find_heading.html" %}')
        self.helper = patient_helper(heading, "email", button=_("Send me a link"))


class ContactForm(forms.Form):
    """The e-mail address of one case; empty for none."""

    email = TypedEmailField(
        label=_("E-mail (optional)"),
        required=False,
        help_text=_("Leave it empty if we should not write to you."),
    )

    def __init__(self, data: Any = None, *, contact: Contact | None) -> None:
        super().__init__(data, initial={"email": contact.email if contact else ""})
        heading = HTML('{% include "consult/case/contact_heading.html" %}')
        self.helper = patient_helper(heading, "email", button=_("Save my address"))
        self.helper.disable_csrf = True
