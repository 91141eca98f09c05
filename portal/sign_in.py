"""The forms by which staff and doctors sign in, and get a new password."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consult.common.email_address import clean_email


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form in plain words, which password managers understand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username or e-mail")
        self.fields["login"].widget.attrs.update({"autocomplete": "username", "autofocus": True})
        self.fields["remember"].label = _("Keep me signed in on this device")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        """An address in the form in which it is stored; a username as it is."""
        typed: str = super().clean_login()
        try:
            return clean_email(typed) if "@" in typed else typed
        except ValidationError:
            return typed


class NewPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """allauth's form, which mails the link to the address as it is stored, not as it was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        """The address in its one form."""
        super().clean_email()
        return clean_email(self.cleaned_data["email"])
