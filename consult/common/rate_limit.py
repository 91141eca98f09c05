"""Rate limits without puzzles: counted in the cache, under a keyed hash, so that no address is kept."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac


def address_of(request: HttpRequest) -> str:
    """Return the network address of the request, as allauth's settings for proxies say."""
    return str(get_adapter().get_client_ip(request) or "")


def keyed_hash(who: str) -> str:
    """A network address, device or name as it may be counted and logged: the same each time, and readable by nobody."""
    return salted_hmac("consult.common.rate_limit", who, algorithm="sha256").hexdigest()[:32]


def allow(*, action: str, who: str, most: int, seconds: int) -> bool:
    """Count one `action` of `who` and say whether it is within `most` in the present window of `seconds`.

    `who` is a network address or a key of a device; only its keyed hash reaches the cache.
    """
    window = int(time.time()) // seconds
    key = f"limit:{action}:{window}:{keyed_hash(who)}"
    cache.add(key, 0, timeout=seconds + 5)
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:
        # The window ended between the two calls.
        return True


def too_many(
    request: HttpRequest, *, seconds: int, template: str = "consult/case/too_many.html"
) -> HttpResponse:
    """Return the page for who is over a limit, which tells programs when the present window of `seconds` ends."""
    response = render(request, template, status=429)
    response["Retry-After"] = str(seconds - int(time.time()) % seconds)
    return response
