"""What `manage.py check --deploy` says of settings that do not fit together; each would show only in production."""

from email.utils import getaddresses
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.db import Error
from django.http.request import validate_host

from consult.common.email_address import clean_email
from portal.upkeep import troubles

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
    "portal.W006": (
        "DEFAULT_FROM_EMAIL is not one address: no mail goes out.",
        'Write it as Name <ask@hospital.example>; a name with a comma in quotes: "Hospital, Zurich" <ask@...>.',
    ),
    "portal.W007": (
        "STAFF_ALERT_EMAILS holds what nobody can mail: no alert goes out.",
        "Separate the addresses by commas, without names.",
    ),
    "portal.W008": (
        "Mail goes into a file, the console or nowhere: no patient gets any, and case links lie in clear.",
        "Set EMAIL_URL to a mail server.",
    ),
    "portal.W009": (
        "The cache is not shared by the workers, or keeps nothing: each rate limit is counted several times over.",
        "Take CACHE_URL out, or set it to a cache that all workers share.",
    ),
    "portal.W010": (
        "The static files are not those of this version: pages are plain.",
        "Run manage.py collectstatic, then restart.",
    ),
    "portal.W011": (
        "The cache does not keep what it is given: no rate limit holds.",
        "See CACHE_URL and the disk.",
    ),
    "portal.W012": (
        "Mail has waited for more than an hour.",
        "See the outbox in the admin, and the mail settings.",
    ),
    "portal.W013": ("A question has waited for more than two weeks.", "See the queue in the admin."),
    "portal.W016": (
        "A suspicious post has waited for a moderator for more than a day.",
        "See what is set aside as suspicious in the admin: a patient may stand behind it.",
    ),
    "portal.W014": ("Less than 500 MB are free where the database lies.", "Make room, or move VAR_DIR."),
    "portal.W015": (
        "The regular work is late, or a command of it failed.",
        "See that manage.py run_scheduled runs, and its log.",
    ),
    "portal.W017": (
        "What was erased an hour ago may still stand in the write-ahead log of SQLite.",
        "See that manage.py run_scheduled runs, and what reads the database without end (a copy, an export).",
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
        "portal.W006": not _is_one_sender(settings.DEFAULT_FROM_EMAIL),
        "portal.W007": not all(_is_address(address) for address in settings.STAFF_ALERT_EMAILS),
        "portal.W008": settings.EMAIL_BACKEND.split(".")[-2] in ("filebased", "console", "dummy"),
        "portal.W009": settings.CACHES["default"]["BACKEND"].split(".")[-2]
        in ("locmem", "dummy", "filebased"),
    }
    return [Warning(*WORDS[name], id=name) for name, is_wrong in found.items() if is_wrong]


def _is_one_sender(sender: str) -> bool:
    """Whether it reads as one address, with a name or without, as mail programs read it."""
    found = getaddresses([sender])
    return len(found) == 1 and _is_address(found[0][1], of_this_machine=True)


def _is_address(address: str, *, of_this_machine: bool = False) -> bool:
    """Whether somebody can be mailed there; `@localhost` has a warning of its own."""
    try:
        clean_email(address)
    except ValidationError:
        return of_this_machine and address.endswith("@localhost")
    return True


TROUBLES = {
    "static": "W010",
    "cache": "W011",
    "mail": "W012",
    "queue": "W013",
    "set_aside": "W016",
    "schedule": "W015",
    "erasure": "W017",
    "disk": "W014",
}


@register(Tags.security, deploy=True)
def check_upkeep(**_kwargs: Any) -> list[CheckMessage]:
    """Warn of what the site needs beside its settings; of what the database tells, once it answers and is migrated."""
    found = []
    try:
        for name in troubles():
            found.append(f"portal.{TROUBLES[name]}")  # what came before a fault is told
    except Error:
        pass
    return [Warning(*WORDS[name], id=name) for name in found]
