"""Tables that editors take out and in as spreadsheets."""

from import_export.admin import ImportExportModelAdmin
from import_export.forms import ExportForm

from consult.admin.guard import GuardedAdmin


class ExchangeAdmin(GuardedAdmin, ImportExportModelAdmin):
    """A guarded admin with import and export."""

    # The library's own form with tick boxes needs inline script and style, which the policy forbids.
    export_form_class = ExportForm
