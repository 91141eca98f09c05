"""Who may sign up: nobody.  Staff and doctors are invited by an administrator; patients need no account."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth without self-registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False: accounts are made in the admin."""
        return False
