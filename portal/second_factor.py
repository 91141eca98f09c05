"""Staff read what patients wrote in confidence, so a password alone does not open the admin."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this member of staff has yet to add a second factor.  One query where the site asks for one."""
    if not settings.STAFF_NEED_SECOND_FACTOR or request.path == reverse("admin:logout"):
        return False
    return bool(getattr(request.user, "is_staff", False) and not is_mfa_enabled(request.user))


def ask_for_second_factor(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the page where it is added, and say why."""
    messages.info(
        request, _("Connect an authenticator app first: staff read what patients wrote in confidence.")
    )
    return redirect("mfa_index")
