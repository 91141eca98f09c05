"""Finding and keeping what a patient has typed on this device."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from consult.common.cookies import cookie, give_cookie, take_cookie
from consult.common.rate_limit import address_of, allow
from consult.models import Draft
from consult.models.case_link import hash_token, new_token
from consult.question.scrub import owe_scrub

COOKIE = "consilium_draft"

# New drafts from one network address in an hour; a hospital behind one address stays below it.
MOST_DRAFTS = 300
AN_HOUR = 3_600


def _key(request: HttpRequest) -> str:
    """What this device keeps; under the plain name too, as the version before gave it (until the next one)."""
    return cookie(request, COOKIE) or request.COOKIES.get(COOKIE, "")


def _kept_key(request: HttpRequest, draft: Draft) -> str:
    """The key by which the draft is found from now on: a new one for a new draft, and for one found by a plain cookie.

    Another host may have planted a plain cookie, so whoever knows that key has to find nothing any more.
    """
    if draft.pk is not None and (key := cookie(request, COOKIE)):
        return key
    return new_token()


def current_draft(request: HttpRequest) -> Draft | None:
    """Return this device's draft, sent or not; None when there is none or it is too old."""
    key = _key(request)
    if not key:
        return None
    oldest = timezone.now() - timedelta(days=settings.DRAFT_DAYS)
    return Draft.objects.filter(key_hash=hash_token(key), updated_at__gte=oldest).first()


def open_draft(request: HttpRequest) -> Draft:
    """Return this device's unsent draft, or a new one that is not stored yet."""
    draft = current_draft(request)
    return draft if draft is not None and draft.question_id is None else Draft()


def may_begin(request: HttpRequest, draft: Draft) -> bool:
    """Whether this network address may store one more draft; drafts that exist may always go on."""
    if draft.pk is not None:
        return True
    return allow(action="draft", who=address_of(request), most=MOST_DRAFTS, seconds=AN_HOUR)


@transaction.atomic
def keep(request: HttpRequest, response: HttpResponse, draft: Draft, answers: Mapping[str, Any]) -> None:
    """Add `answers` to the draft and let `response` remember it on this device for DRAFT_DAYS days.

    What another tab has stored since is kept unless `answers` names it.  When another tab has sent the draft or thrown
    it away since, `answers` begin a new one.
    """
    standing = Draft.objects.select_for_update().filter(pk=draft.pk, question__isnull=True).first()
    draft = standing or Draft()
    key = _kept_key(request, draft)
    draft.key_hash = hash_token(key)
    draft.answers = {**draft.answers, **answers}
    draft.save()
    give_cookie(response, COOKIE, key, seconds=settings.DRAFT_DAYS * 86_400)


def discard(request: HttpRequest, response: HttpResponse) -> None:
    """Delete this device's draft, down to the bytes of the file, and let `response` forget it."""
    draft = current_draft(request)
    if draft is not None:
        with transaction.atomic():
            draft.delete()
            owe_scrub()
    take_cookie(response, COOKIE)
