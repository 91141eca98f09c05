"""Who may sign up: nobody.  Staff and doctors are invited by an administrator; patients need no account."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from consult.common.email_address import clean_email


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth without self-registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False: accounts are made in the admin."""
        return False

    def clean_email(self, email: str) -> str:
        """The address in its one form, as it is stored."""
        return clean_email(email)
