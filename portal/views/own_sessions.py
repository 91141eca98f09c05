"""Where one is signed in, and signing out there."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from consult.common.row_ids import sent_number
from portal.models import StaffSession
from portal.sessions import SessionStore
from portal.staff_sessions import end_sessions


@login_required
@reauthentication_required(  # type: ignore[untyped-decorator]  # allauth has no types
    allow_get=True, app="allauth.account"
)
@never_cache
def own_sessions(request: HttpRequest) -> HttpResponse:
    """List one's own sessions; end one of the others, or all of them."""
    rows = StaffSession.objects.standing().filter(user=request.user.pk).order_by("-seen_at", "-pk")
    here = SessionStore.stored_key(request.session.session_key or "")
    if request.method == "POST":
        others = rows.exclude(session_key=here)
        if "all" not in request.POST:
            others = others.filter(pk=sent_number(request.POST.get("session", "")) or 0)
        count = end_sessions(sessions=others, actor=request.user)
        messages.success(
            request, ngettext("Signed out on %d device.", "Signed out on %d devices.", count) % count
        )
        return redirect("own_sessions")
    return render(request, "account/own_sessions.html", {"sessions": rows, "here": here})
