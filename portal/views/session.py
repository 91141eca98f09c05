"""A session that ended while somebody was writing: whether it has begun anew, and the page on which a sign-in ends."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.second_factor import lacks_second_factor


@require_safe
@never_cache
def session(request: HttpRequest) -> JsonResponse:
    """Whether this browser is signed in as staff, and the token that its forms need now.

    Only pages of this site can read it: nothing here is open to other origins.
    """
    is_staff = request.user.is_active and request.user.is_staff and not lacks_second_factor(request)
    return JsonResponse({"signed_in": bool(is_staff), "token": get_token(request)})


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Say that one can go back to the other tab; the page closes itself where the browser lets it."""
    return render(request, "portal/signed_in.html")
