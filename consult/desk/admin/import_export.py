"""Tables that editors take out and in as spreadsheets."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV
from import_export.forms import ExportForm
from import_export.resources import Diff, ModelResource
from import_export.results import Error
from import_export.widgets import DateWidget, ForeignKeyWidget
from tablib import Dataset

from consult.common.spreadsheet import SpreadsheetError, guarded, read_table, unguarded
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
        """The rows, as far as it is a table."""
        table = read_table(in_stream)
        return Dataset(*(cells for _number, cells in table.rows), headers=table.columns)


class PlainError(Error):  # type: ignore[misc]
    """What is wrong with a file, without the lines of our code in which it showed."""

    traceback = ""

    def __init__(self, error: Any, row: Any = None, number: int | None = None) -> None:
        """`number` as a spreadsheet program counts rows, the headings included."""
        super().__init__(error, row, None if number is None else number + 1)


class KnownWidget(ForeignKeyWidget):  # type: ignore[misc]
    """A row of another table, by one of its columns."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The row; a sentence where there is none."""
        try:
            return super().clean(value, row, **kwargs)
        except ObjectDoesNotExist as error:
            name = self.model._meta.verbose_name
            raise ValueError(
                _("There is no %(name)s “%(value)s”.") % {"name": name, "value": value}
            ) from error


class DayWidget(DateWidget):  # type: ignore[misc]
    """A day; never one that is read differently in two countries."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The day; a sentence where it is none."""
        try:
            return super().clean(value, row, **kwargs)
        except ValueError as error:
            raise ValueError(_("“%s” is no day. Write it like this: 2026-08-06.") % value) from error


class SafeExport:
    """Rows that go out into a spreadsheet."""

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        """What would be a formula goes out as text."""
        cell = super().export_field(  # type: ignore[misc]
            field, instance, **kwargs
        )
        return guarded(cell) if isinstance(cell, str) else cell


class ExchangeResource(SafeExport, ModelResource):  # type: ignore[misc]
    """Rows in a spreadsheet."""

    class Meta:
        # Rows are checked as forms are: an address that begins with javascript: is none.
        clean_model_instances = True

    @classmethod
    def get_error_result_class(cls) -> type[Error]:
        """Ours."""
        return PlainError

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Refuse a file with columns that are missing or mean nothing, and one that tells of a row twice."""
        try:
            self._refuse_columns(dataset)
            self._refuse_doubles(dataset)
        except SpreadsheetError:
            # Its rows are not looked at: the one reason is enough.
            while len(dataset):
                dataset.pop()
            raise

    def _refuse_columns(self, dataset: Any) -> None:
        """Raise SpreadsheetError for columns that are missing or mean nothing."""
        known = ", ".join(self.get_import_order())
        for name in self._meta.import_id_fields:
            if name not in dataset.headers:
                names = {"name": name, "known": known}
                raise SpreadsheetError(
                    _("The column “%(name)s” is missing. The columns are: %(known)s.") % names
                )
        for name in dataset.headers:
            if name not in self.fields:
                names = {"name": name, "known": known}
                raise SpreadsheetError(
                    _("The column “%(name)s” means nothing here. The columns are: %(known)s.") % names
                )

    def _refuse_doubles(self, dataset: Any) -> None:
        """Raise SpreadsheetError where two rows are about the same."""
        seen: set[tuple[str, ...]] = set()
        for row in dataset.dict:
            key = tuple(str(row[name]).strip() for name in self._meta.import_id_fields)
            if key in seen:
                raise SpreadsheetError(_("Two rows are about the same: %s. Keep one.") % ", ".join(key))
            seen.add(key)

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Text comes through the same door as what is typed."""
        for name, cell in row.items():
            if isinstance(cell, str):
                row[name] = unguarded(normalise(cell).strip())

    def get_diff_class(self) -> type[Diff]:
        """Ours."""
        return WordDiff


class ExchangeAdmin(GuardedAdmin, ImportExportModelAdmin):  # type: ignore[misc]
    """A guarded admin with import and export."""

    # The library's own form with tick boxes needs inline script and style, which the policy forbids.
    export_form_class = ExportForm
    # What every spreadsheet program opens and saves; nothing to choose.
    formats = [SpreadsheetCSV]

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        """Say in a sentence why the file cannot be read."""
        said = (
            str(e)
            if isinstance(e, SpreadsheetError)
            else _("The file cannot be read as a table. Save it as CSV.")
        )
        form.add_error("import_file", said)

    def export_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form and the file; with a filter in the address that means nothing, the whole table."""
        try:
            response: HttpResponse = super().export_action(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)
        return response
