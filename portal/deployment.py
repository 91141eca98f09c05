"""What `manage.py check --deploy` says of settings that do not fit together; each would show only in production."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.http.request import validate_host

# What is wrong, and what to do.
WORDS = {
    "portal.W001": (
        "HTTPS_ONLY redirects to HTTPS, but nothing says that HTTPS has arrived: every page redirects to itself.",
        "Set BEHIND_PROXY=1, and let the proxy that ends TLS set X-Forwarded-Proto.",
    ),
    "portal.W002": (
        "The links in mail do not begin with https://.",
        "Set SITE_URL to the address that patients type, https://ask.hospital.example.",
    ),
    "portal.W003": (
        "The site does not answer under the name that SITE_URL gives.",
        "Add that name to ALLOWED_HOSTS.",
    ),
    "portal.W004": (
        "Mail comes from an address at localhost, which mail servers refuse.",
        "Set DEFAULT_FROM_EMAIL.",
    ),
    "portal.W005": (
        "The demo site is on: its accounts have passwords that everybody can read.",
        "Take DEMO out of .env, and start with an empty database.",
    ),
}


@register(Tags.security, deploy=True)
def check_deployment(**_kwargs: Any) -> list[CheckMessage]:
    """Warn of redirects without end, links that lead nowhere, mail from nowhere, and demo accounts."""
    site = urlsplit(settings.SITE_URL)
    found = {
        "portal.W001": settings.HTTPS_ONLY and not settings.BEHIND_PROXY,
        "portal.W002": site.scheme != "https",
        "portal.W003": not validate_host(site.hostname or "", settings.ALLOWED_HOSTS),
        "portal.W004": "@localhost" in settings.DEFAULT_FROM_EMAIL,
        "portal.W005": settings.DEMO,
    }
    return [Warning(*WORDS[name], id=name) for name, is_wrong in found.items() if is_wrong]
