"""Tables that editors take out and in as spreadsheets."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV
from import_export.forms import ExportForm
from import_export.resources import Diff, ModelResource
from import_export.results import Error

from consult.common.spreadsheet import FORMULA, as_text
from consult.desk.admin.concurrent_edits import GuardedAdmin
from consult.desk.admin.versions import marked
from consult.language.normalise import normalise


class WordDiff(Diff):  # type: ignore[misc]
    """What an import would change, marked as in the history: the library's own marks need inline style."""

    def as_html(self) -> list[str]:
        """Each value, with what goes and what comes."""
        pairs = [(str(old or ""), str(new or "")) for old, new in zip(self.left, self.right, strict=True)]
        return [new if old == new else marked("" if self.new else old, new) for old, new in pairs]


class SpreadsheetCSV(CSV):  # type: ignore[misc]
    """CSV as spreadsheet programs save it: UTF-8 or cp1252, with commas, semicolons or tabs."""

    def is_binary(self) -> bool:
        """Read as bytes: which encoding it is shows only then."""
        return True

    def get_read_mode(self) -> str:
        """As bytes."""
        return "rb"

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> Any:
        """The rows; what separates the columns is what the first line has most of."""
        try:
            text = in_stream.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = in_stream.decode("cp1252", errors="replace")
        head = text.partition("\n")[0]
        return super().create_dataset(text, delimiter=max(",;\t", key=head.count), **kwargs)


class PlainError(Error):  # type: ignore[misc]
    """What is wrong with a file, without the lines of our code in which it showed."""

    traceback = ""


class GuardedResource(ModelResource):  # type: ignore[misc]
    """Rows that go out in a spreadsheet."""

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        """What would be a formula is text."""
        return as_text(super().export_field(field, instance, **kwargs))


class ExchangeResource(GuardedResource):
    """Rows in a spreadsheet."""

    class Meta:
        # Rows are checked as forms are: an address that begins with javascript: is none.
        clean_model_instances = True

    @classmethod
    def get_error_result_class(cls) -> type[Error]:
        """Ours."""
        return PlainError

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Text comes through the same door as what is typed."""
        for name, cell in row.items():
            if isinstance(cell, str):
                cell = normalise(cell).strip()
                row[name] = cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell

    def get_diff_class(self) -> type[Diff]:
        """Ours."""
        return WordDiff


class ExchangeAdmin(GuardedAdmin, ImportExportModelAdmin):  # type: ignore[misc]
    """A guarded admin with import and export."""

    # The library's own form with tick boxes needs inline script and style, which the policy forbids.
    export_form_class = ExportForm
    # What every spreadsheet program opens and saves; nothing to choose.
    formats = [SpreadsheetCSV]

    def export_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form and the file; with a filter in the address that means nothing, the whole table."""
        try:
            response: HttpResponse = super().export_action(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)
        return response
