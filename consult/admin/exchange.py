"""Tables that editors take out and in as spreadsheets."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV
from import_export.forms import ExportForm

from consult.admin.guard import GuardedAdmin


class ExchangeAdmin(GuardedAdmin, ImportExportModelAdmin):
    """A guarded admin with import and export."""

    # The library's own form with tick boxes needs inline script and style, which the policy forbids.
    export_form_class = ExportForm
    # What every spreadsheet program opens and saves; nothing to choose.
    formats = [CSV]

    def export_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form and the file; with a filter in the address that means nothing, the whole table."""
        try:
            response: HttpResponse = super().export_action(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)
        return response
