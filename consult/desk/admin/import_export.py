"""Tables that editors take out and in as spreadsheets."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV
from import_export.forms import ExportForm
from import_export.resources import Diff, ModelResource

from consult.desk.admin.concurrent_edits import GuardedAdmin
from consult.desk.admin.versions import marked
from consult.language.normalise import normalise


class WordDiff(Diff):  # type: ignore[misc]
    """What an import would change, marked as in the history: the library's own marks need inline style."""

    def as_html(self) -> list[str]:
        """Each value, with what goes and what comes."""
        pairs = [(str(old or ""), str(new or "")) for old, new in zip(self.left, self.right, strict=True)]
        return [new if old == new else marked("" if self.new else old, new) for old, new in pairs]


class ExchangeResource(ModelResource):  # type: ignore[misc]
    """Rows in a spreadsheet."""

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Text comes through the same door as what is typed."""
        for name, cell in row.items():
            if isinstance(cell, str):
                row[name] = normalise(cell).strip()

    def get_diff_class(self) -> type[Diff]:
        """Ours."""
        return WordDiff


class ExchangeAdmin(GuardedAdmin, ImportExportModelAdmin):  # type: ignore[misc]
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
