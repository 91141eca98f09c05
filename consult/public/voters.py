"""Tells one reader from another without an account: a random cookie, of which only a keyed hash is stored."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from consult.common.cookies import cookie, give_cookie

COOKIE = "reader"
KEPT_SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie


def voter_token(request: HttpRequest) -> str:
    """Return the token that this browser sent, or a new one."""
    sent = cookie(request, COOKIE)
    return sent if len(sent) == 32 and sent.isalnum() else secrets.token_hex(16)


def voter_hash(token: str) -> str:
    """Return what the database keeps of a token: 64 hex digits that cannot be turned back without the key."""
    return salted_hmac("consult.public.voters", token, algorithm="sha256").hexdigest()


def remember(response: HttpResponse, token: str) -> None:
    """Give the browser its token."""
    give_cookie(response, COOKIE, token, seconds=KEPT_SECONDS)
