"""What the log says of sign-ins: what happened, to which account, from where; no name, no address.

Accounts stand with their number; a name that nobody has, and the network address, as keyed hashes, so that the same one
can be followed through the log.
"""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.http import HttpRequest

from consult.common.rate_limit import address_of, keyed_hash

logger = logging.getLogger(__name__)

OF_ACCOUNTS: dict[str, tuple[Signal, int]] = {
    "Signed in": (auth.user_logged_in, logging.INFO),
    "Signed out": (auth.user_logged_out, logging.INFO),
    "Wrong second factor": (mfa.authentication_failed, logging.WARNING),
    "Second factor added": (mfa.authenticator_added, logging.INFO),
    "Second factor removed": (mfa.authenticator_removed, logging.INFO),
    "Recovery codes made anew": (mfa.authenticator_reset, logging.INFO),
    "Password changed": (account.password_changed, logging.INFO),
    "Password set by a mailed link": (account.password_reset, logging.INFO),
    "Address of the account changed": (account.email_changed, logging.INFO),
}
"""What is said of an account, when, and how loud."""


def connect() -> None:
    """Called once, when Django is ready."""
    for words, (signal, level) in OF_ACCOUNTS.items():
        signal.connect(_teller(words, level), weak=False, dispatch_uid=f"portal.sign_in_log {words}")
    auth.user_login_failed.connect(_on_wrong_password, dispatch_uid="portal.sign_in_log")


def account_named(login: str) -> User | None:
    """Whose user name or address this is."""
    return User.objects.filter(Q(username__iexact=login) | Q(email__iexact=login)).first()


def tell(words: str, request: HttpRequest | None, user: Any, *, login: str = "", level: int) -> None:
    """Write one line."""
    who = f"account {user.pk}" if user else f"no account {keyed_hash(login.lower())}"
    logger.log(level, "%s: %s, from %s.", words, who, _address(request))


def tell_done(words: str, request: HttpRequest, *accounts: int) -> None:
    """Write what an administrator did to accounts (by number), and whose account did it; once it is stored."""

    def write() -> None:
        for number in accounts:
            logger.warning(
                "%s: account %s, by account %s, from %s.", words, number, request.user.pk, _address(request)
            )

    transaction.on_commit(write)


def tell_refused(words: str, request: HttpRequest | None, login: str) -> None:
    """Write that somebody who gave this name did not get in."""
    tell(words, request, account_named(login), login=login, level=logging.WARNING)


def _address(request: HttpRequest | None) -> str:
    """The hash of the network address, "-" where none is known."""
    try:
        return keyed_hash(address_of(request)) if request else "-"
    except PermissionDenied:  # says allauth when nothing tells it
        return "-"


def _teller(words: str, level: int) -> Callable[..., None]:
    def heard(request: HttpRequest | None = None, user: Any = None, **_kwargs: Any) -> None:
        if user is not None:  # who was not signed in may press "sign out"
            tell(words, request, user, level=level)

    return heard


def _on_wrong_password(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any
) -> None:
    login = credentials.get("email") or credentials.get("username") or ""
    tell_refused("Wrong password", request, str(login))
