"""Devices on which somebody has signed in, so that a stranger's wrong passwords do not lock the owner out.

Anybody may try passwords for a name until its limit is used up.  With a cookie that only a whole sign-in gives, the
owner's device has a limit of its own (the "device cookies" of OWASP).
"""

import secrets

from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.http import HttpRequest, HttpResponse

from consult.common.cookies import cookie, give_cookie

COOKIE = "known_device"
SALT = "portal.known_device"
SECONDS = 180 * 86_400


def remember_device(request: HttpRequest, response: HttpResponse, user: AbstractBaseUser) -> None:
    """Let the browser keep that this person has signed in on it."""
    mark = signing.dumps([user.pk, secrets.token_hex(8)], salt=SALT)
    give_cookie(response, COOKIE, mark, seconds=SECONDS, samesite="Strict")


def device_of(request: HttpRequest, user: AbstractBaseUser) -> str:
    """The mark of this device when this person has signed in on it, else ""."""
    try:
        number, mark = signing.loads(cookie(request, COOKIE), salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(mark) if number == user.pk else ""
