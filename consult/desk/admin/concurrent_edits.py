"""Forms of the admin that notice when somebody else saved meanwhile, and that ask why."""

import hashlib
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TypedCharField
from consult.desk.conflicts import Difference, differences

MERGE_ADVICE = _(
    "Somebody else saved this while you were editing. Nothing of yours is lost: it is still in the form below. "
    "Compare it with what stands now, then save again to keep yours."
)


def state_of(instance: models.Model) -> str:
    """Return 16 hex digits that change whenever an editable value of the row (or a relation of it) changes."""
    if hasattr(instance, "version"):
        return str(instance.version)
    values = [str(field.value_from_object(instance)) for field in instance._meta.fields if field.editable]
    for relation in instance._meta.many_to_many:
        values.append(str(sorted(getattr(instance, relation.name).values_list("pk", flat=True))))
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:16]


class GuardedForm(forms.ModelForm[Any]):
    """A model form that carries the state in which its row was read, and refuses to overwrite another state."""

    seen_state = TypedCharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen_state"].initial = state_of(self.instance)

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError, showing both texts, when the row was saved since this form was opened."""
        cleaned = super().clean() or self.cleaned_data
        if not self.instance.pk or not cleaned.get("seen_state"):
            return cleaned
        current = type(self.instance)._default_manager.select_for_update().get(pk=self.instance.pk)
        state = state_of(current)
        if cleaned["seen_state"] == state:
            return cleaned
        # The next save is made knowingly: it carries the state that is shown now.
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen_state")] = state
        self.data = data
        raise ValidationError(conflict_message(differences(self, current)), code="stale")


def conflict_message(found: list[Difference]) -> str:
    """Return the advice and both texts of each difference as HTML."""
    return format_html(
        '<span>{}</span><dl class="both-texts">{}</dl>',
        MERGE_ADVICE,
        format_html_join(
            "",
            "<dt>{}</dt><dd><b>{}:</b> <q>{}</q></dd><dd><b>{}:</b> <q>{}</q></dd>",
            ((row.label, _("Now stands"), row.standing, row.other_label, row.other) for row in found),
        ),
    )


def plain_wrapper(formfield: Any) -> Any:
    """Return the field without the cross that deletes the chosen row itself for everybody, and without the eye."""
    widget = getattr(formfield, "widget", None)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_delete_related = widget.can_view_related = False
    return formfield


class GuardedAdmin(admin.ModelAdmin[Any]):
    """A model admin whose changes never overwrite somebody else's silently."""

    form = GuardedForm

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Say what the last part of a page's address is."""
        formfield = plain_wrapper(super().formfield_for_dbfield(db_field, request, **kwargs))
        if formfield and db_field.name == "slug":
            formfield.label = _("Web address")
            formfield.help_text = _(
                "The last part of the page's address, made from the name. Links break when it changes."
            )
        return formfield

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Add the hidden state to hand-made field sets."""
        fieldsets = list(super().get_fieldsets(request, obj))
        named = {name for _title, options in fieldsets for name in _flat(options["fields"])}
        if "seen_state" not in named and self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": ["seen_state"]}))
        return fieldsets


def _flat(names: Any) -> list[str]:
    """Field names of a field set, whose rows may be tuples."""
    return [name for row in names for name in (row if isinstance(row, list | tuple) else [row])]


class ReasonedForm(GuardedForm):
    """A guarded form of a row with history, which asks for the reason of the change."""

    change_reason = TypedCharField(
        label=_("Why this change"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text=_("Kept in the history, for the next editor."),
    )


class ReasonedAdmin(GuardedAdmin):
    """A guarded admin that writes the reason into the history."""

    form = ReasonedForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Put the reason at the end."""
        fieldsets = super().get_fieldsets(request, obj)
        named = {name for _title, options in fieldsets for name in _flat(options["fields"])}
        if "change_reason" not in named and self.has_change_permission(request, obj):
            fieldsets[-1] = (None, {"fields": [*fieldsets[-1][1]["fields"], "change_reason"]})
        return fieldsets

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store the row, with its reason in the history."""
        obj._change_reason = form.cleaned_data.get("change_reason") or None
        super().save_model(request, obj, form, change)
