"""The page of figures, and each of them as a file."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from consult.common.spreadsheet import csv_response
from portal.figures.figures import FIGURES
from portal.figures.read import Period, Totals
from portal.figures.tables import DailyTotal

MAY_READ = "portal.read_figures"
EARLIEST = 1990
"""No service on the web is older, and a longer period would have more columns than a page."""


class PeriodForm(forms.Form):
    """From which day to which."""

    use_required_attribute = False
    day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    first = forms.DateField(label=_("From"), widget=day)
    last = forms.DateField(label=_("To"), widget=day)

    def clean(self) -> dict[str, Any]:
        """The first day comes first."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last day comes before the first."))
        if first and first.year < EARLIEST:
            self.add_error("first", _("Nothing was counted so long ago."))
        if last and last > timezone.localdate():
            self.add_error("last", _("This day is yet to come."))
        return cleaned


@require_safe
def figures_view(request: HttpRequest, site: Any) -> HttpResponse:
    """All figures of a period."""
    form, period, newest = _asked(request)
    totals = Totals.read(period)
    context = {
        **site.each_context(request),
        "title": _("Figures"),
        "form": form,
        "period": period,
        "newest": newest,
        "figures": [make(totals) for make in FIGURES.values()],
    }
    return TemplateResponse(request, "admin/portal/figures.html", context)


@require_safe
def figure_csv(request: HttpRequest, name: str, site: Any) -> HttpResponse:
    """One figure of a period as a file."""
    _form, period, _newest = _asked(request)
    make = FIGURES.get(name)
    if make is None:
        raise Http404
    return csv_response(f"{name}-{period.first}-{period.last}", make(Totals.read(period)).table)


def _asked(request: HttpRequest) -> tuple[PeriodForm, Period, date | None]:
    """The form, the period that was asked for, or else the usual one, and the newest day.  Raises PermissionDenied."""
    if not request.user.has_perm(MAY_READ):
        raise PermissionDenied
    newest = DailyTotal.objects.newest_day()
    usual = Period.usual(newest)
    if not ({"first", "last"} & request.GET.keys()):
        return PeriodForm(initial={"first": usual.first, "last": usual.last}), usual, newest
    form = PeriodForm(request.GET)
    return form, Period(**form.cleaned_data) if form.is_valid() else usual, newest
