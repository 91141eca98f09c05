"""Who may sign up: nobody.  Staff and doctors are invited by an administrator; patients need no account."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from consult.common.email_address import clean_email
from consult.common.sealing import SealError, seal, unseal
from consult.notifications.outbox import enqueue_mail
from portal.known_device import device_of, remember_device
from portal.sign_in_log import account_named, tell_refused

logger = logging.getLogger(__name__)
SECOND_FACTORS = "second-factors"


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth without self-registration, with mail from the outbox, and limits that lock no owner out."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Too many failed login attempts, perhaps by somebody else. You get in at once with a passkey, on a device "
            "where you have signed in before, or by a new password: press “Forgot your password?”, and follow the link "
            "in the mail. Otherwise try again in five minutes."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False: accounts are made in the admin."""
        return False

    def clean_email(self, email: str) -> str:
        """The address in its one form, as it is stored."""
        return clean_email(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue it: nobody waits for a mail server.

        What would go to an address that has no account is made, so that it takes as long, and thrown away: it would
        tell a stranger that somebody typed their address here, and offer them a sign-up that is closed.
        """
        whole = {"request": self.request, "email": email, **context}
        mail = self.render_mail(template_prefix, email, whole)
        if template_prefix != "account/email/unknown_account":
            enqueue_mail(mail)

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        """Let the device be known, for the limit on wrong passwords."""
        response: HttpResponse = super().post_login(request, user, **options)
        remember_device(request, response, user)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Log who is over the limit: then no password is looked at."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            tell_refused("Too many wrong passwords", request, _login_in(credentials))
            raise

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted by account, whichever of its names is typed, apart for its owner's devices."""
        login = _login_in(credentials)
        account = account_named(login)
        if account is None:
            return f"nobody:{login.lower()}"
        return f"{account.pk}:{device_of(request, account)}"


def _login_in(credentials: dict[str, Any]) -> str:
    """The address or user name that was typed."""
    return credentials.get("email") or credentials.get("username") or ""


class StaffMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors lie encrypted in the database."""

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return seal(text, purpose=SECOND_FACTORS)

    def decrypt(self, encrypted_text: str) -> str:
        """As it is used.  One that no key of ours opens becomes a secret that fits no code."""
        try:
            return unseal(encrypted_text, purpose=SECOND_FACTORS)
        except SealError:
            logger.error(
                "A second factor was sealed under another SECRET_KEY: its owner has to add a new one."
            )
            return str(generate_totp_secret())
