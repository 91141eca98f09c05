"""Staff who leave a computer alone are signed out after a while (SESSION_IDLE_MINUTES), others when they have been
signed in for SESSION_HOURS."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.staff_sessions import is_idle, is_over, note

_STAFF = ("/admin/", "/accounts/", "/_nested_admin/")


class IdleGuard:
    """Ends an idle or old session before the view is asked, on staff pages; public pages ask nobody who they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what is sent too late is shown back by the admin, to be sent again."""
        if request.path_info.startswith(_STAFF) and request.user.is_authenticated:
            if is_idle(request):
                logout(request)
                messages.info(request, _("You were signed out because nothing was done here for a while."))
            elif is_over(request):
                logout(request)
                messages.info(request, _("You were signed out because you signed in many hours ago."))
            # A page in the background that asks whether the session stands is nobody at work.
            elif request.path_info != reverse("admin:session"):
                note(request, request.user)
        return self.get_response(request)
