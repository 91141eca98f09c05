"""The cookies that we give: with HTTPS under names that no other host and no plain connection can set (`__Host-`)."""

from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def cookie_name(name: str) -> str:
    """As browsers know it."""
    return f"{settings.COOKIE_PREFIX}{name}"


def cookie(request: HttpRequest, name: str) -> str:
    """What the browser sent, "" for nothing."""
    return str(request.COOKIES.get(cookie_name(name), ""))


def give_cookie(
    response: HttpResponseBase,
    name: str,
    value: str,
    *,
    seconds: int,
    samesite: Literal["Lax", "Strict"] = "Lax",
) -> None:
    """Let the browser keep it; no script reads it.  The path is the whole site, as such names ask for."""
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=seconds,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite=samesite,
    )


def take_cookie(response: HttpResponseBase, name: str) -> None:
    """Let the browser forget it."""
    response.delete_cookie(cookie_name(name), samesite="Lax")
