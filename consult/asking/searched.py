"""The words of a search that found nothing, taken along to the question that follows."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "searched"
SALT = "consult.asking.searched"
SECONDS = 3_600
LONGEST = 150
"""Characters of a question's title."""


def carry(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the address's `title` on the device for an hour.  Nothing of it is stored on our side."""
    title = " ".join(request.GET.get("title", "").replace("\x00", " ").split())[:LONGEST]
    if title:
        response.set_cookie(
            COOKIE,
            signing.dumps(title, salt=SALT),
            max_age=SECONDS,
            path="/ask/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def carried(request: HttpRequest) -> str:
    """Return the words kept, "" when there are none."""
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS))
    except signing.BadSignature:
        return ""
