"""Where somebody of the staff is signed in: noted at the sign-in and, while they work, once a minute.

allauth's own list of sessions (allauth.usersessions) keeps the keys themselves, with which a copied database would open
every session; here stands what django_session has, their hashes.
"""

import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.common.database import is_unavailable, without_waiting
from consult.question.audit import Actor, record
from portal.models import StaffSession
from portal.sessions import SessionStore

SEEN = "seen"
"""In the session: when its owner last asked for a page, and under which hash that was noted."""
BEGAN = "began"
"""In the session: when its owner signed in.  Each save of a session lets its row live anew, so that tells nothing."""
EVERY_SECONDS = 60

# What a browser calls itself, the first that fits: others borrow the names of those behind them.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def connect() -> None:
    """Called once, when Django is ready."""
    user_logged_in.connect(_on_signed_in, dispatch_uid="portal.staff_sessions")


def _on_signed_in(request: HttpRequest, user: AbstractBaseUser, **_kwargs: Any) -> None:
    request.session[BEGAN] = int(time.time())
    note(request, user)


def note(request: HttpRequest, user: Any) -> None:
    """Write down that this session is in use, unless that was done within the last minute.

    Staff wait for no writer, and get their page also from a database that takes no writes; the next page notes it.
    """
    key = SessionStore.stored_key(request.session.session_key or "")
    now, seen = int(time.time()), request.session.get(SEEN, {})
    if seen.get("key") == key and now - seen["at"] < EVERY_SECONDS:
        return
    began = request.session.setdefault(BEGAN, now)  # none from the version before
    began_at = datetime.fromtimestamp(began, UTC)
    noted = {"user": user, "device": device_of(request), "began_at": began_at, "seen_at": timezone.now()}
    try:
        with without_waiting(), transaction.atomic():
            StaffSession.objects.update_or_create(session_key=key, defaults=noted)
    except DatabaseError as error:
        if not is_unavailable(error):
            raise
        return
    request.session[SEEN] = {"at": now, "key": key}


def is_idle(request: HttpRequest) -> bool:
    """Whether its owner has not asked for a page for longer than the site allows."""
    at = request.session.get(SEEN, {}).get("at")
    most = 60 * settings.SESSION_IDLE_MINUTES
    return bool(most and at is not None and time.time() - at > most)


def is_over(request: HttpRequest) -> bool:
    """Whether its owner signed in longer ago than the site allows, at work or not."""
    return bool(time.time() - request.session.get(BEGAN, time.time()) > settings.SESSION_COOKIE_AGE)


def device_of(request: HttpRequest) -> str:
    """Browser and system in words, "" when they are not known."""
    told = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in _BROWSERS.items() if mark in told), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in told), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser


@transaction.atomic
def end_sessions(*, sessions: Any, actor: Actor) -> int:
    """Sign out these StaffSessions, on whatever devices they are; how many."""
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    StaffSession.objects.filter(session_key__in=keys).delete()
    if keys:
        record(action="sessions ended", actor=actor)
    return len(keys)
