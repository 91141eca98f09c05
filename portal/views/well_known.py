"""Addresses that programs know by heart."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

# Long enough for a reader, short enough that an abandoned site stops promising (RFC 9116 asks for less than a year).
VALID = timedelta(days=180)


def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116): SECURITY_CONTACT, else the page that says who runs the site."""
    site = settings.SITE_URL.rstrip("/")
    ends = (timezone.now() + VALID).replace(microsecond=0, hour=0, minute=0, second=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT or site + reverse('about')}",
        f"Expires: {ends.isoformat()}",
        f"Preferred-Languages: {settings.LANGUAGE_CODE}, en",
        f"Canonical: {site}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def change_password(request: HttpRequest) -> HttpResponse:
    """Where password managers lead staff to a new password (W3C "change-password")."""
    return HttpResponseRedirect(reverse("account_change_password"))


def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for that read no page, as for a feed or a file."""
    response = HttpResponseRedirect(static("img/favicon.svg"))
    response["Cache-Control"] = "public, max-age=86400"
    return response
