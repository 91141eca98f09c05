"""What comes between typing on a private page and sending: the emergency card, the personal data check."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consult.asking.checks.checked_form import CheckedForm


def page_between(
    request: HttpRequest, form: CheckedForm, template: str, context: dict[str, Any]
) -> HttpResponse | None:
    """Return the page that comes before the valid `form` may act; None when nothing stands between.

    `template` shows the form.  What was typed goes along with every page, so nothing is lost and nothing is stored.
    """
    findings = form.unread_flags()
    if findings:
        form.mark_read(findings)
        return render(request, template, {**context, "form": form, "findings": findings})
    if "change" in request.POST:
        return render(request, template, {**context, "form": form})
    if "redact" in request.POST:
        form.take_out(request.POST["redact"])
    if "keep" in request.POST:
        form.keep()
    found = form.personal_data()
    if found:
        return render(request, "consult/case/privacy.html", {**context, "form": form, "found": found})
    if "redact" in request.POST:
        return render(request, template, {**context, "form": form, "removed": True})
    return None
