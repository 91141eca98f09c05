"""Sources in a spreadsheet: one that pages cite changes only when somebody wants it on all of them (ADR 9)."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export import fields
from import_export.results import RowResult

from conditions.actions.references import note_source_changes
from conditions.admin.source_form import SHOWN, SourceConfirmForm, SourceImportForm, told_change, told_pages
from conditions.models import Source
from consult.desk.admin.import_export import DayWidget, ExchangeAdmin, ExchangeResource


class SourceResource(ExchangeResource):
    """Sources in a spreadsheet, known by their web address."""

    accessed_on = fields.Field("accessed_on", "accessed_on", DayWidget())

    class Meta:
        model = Source
        fields = ("url", "publisher", "title", "accessed_on", "archived_url")
        import_id_fields = ("url",)
        skip_unchanged = True

    def __init__(self, *, on_all_pages: bool = False, **kwargs: Any) -> None:
        """`on_all_pages`: somebody wants cited sources to be changed."""
        super().__init__(**kwargs)
        self.on_all_pages = on_all_pages

    def before_save_instance(self, instance: Source, row: Any, **kwargs: Any) -> None:
        """Refuse a change of what live pages show until it is wanted; name the pages."""
        if instance._state.adding or self.on_all_pages:
            return
        old = Source.objects.get(pk=instance.pk)
        if any(getattr(old, name) != getattr(instance, name) for name in SHOWN) and (said := told_pages(old)):
            wanted = _("Tick “Change cited sources on all pages” when you want that.")
            raise ValidationError(f"{said} {wanted}")

    def after_save_instance(self, instance: Source, row: Any, **kwargs: Any) -> None:
        """Ask the doctors whose replies rest on it."""
        note_source_changes(sources=[instance])


class SourceExchangeAdmin(ExchangeAdmin):
    """Import and export of sources."""

    resource_classes = [SourceResource]
    import_form_class = SourceImportForm
    confirm_form_class = SourceConfirmForm

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """Whether cited sources may be changed."""
        answered = getattr(kwargs.get("form"), "cleaned_data", {})
        return {"on_all_pages": bool(answered.get("on_all_pages"))}

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        """What was answered goes along to the second look."""
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if import_form is not None:
            initial["on_all_pages"] = import_form.cleaned_data["on_all_pages"]
        return initial

    def generate_log_entries(self, result: Any, request: HttpRequest) -> None:
        """For the history of each changed source, what readers saw before."""
        changed = [row for row in result if row.import_type == RowResult.IMPORT_TYPE_UPDATE]
        super().generate_log_entries([row for row in result if row not in changed], request)
        editor: Any = request.user
        for row in changed:
            LogEntry.objects.log_actions(
                editor.pk, [row.instance], CHANGE, change_message=_changes(row), single_object=True
            )


def _changes(row: Any) -> list[dict[str, Any]]:
    """What an imported row changed, as the history of the admin keeps it."""
    told = []
    for name in SourceResource.Meta.fields:
        field: Any = Source._meta.get_field(name)
        old, label = getattr(row.original, name), field.verbose_name
        if old != getattr(row.instance, name):
            told.append(told_change(label, old) if name in SHOWN else str(label))
    return [{"changed": {"fields": told}}]
