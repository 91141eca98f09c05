"""Form sets of the reference page's one big form: they show the rows of a document, and store none."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from nested_admin.formsets import NestedInlineFormSet

from conditions.models import Cause
from conditions.revisions.instances import Instances


class DocumentFormSet(NestedInlineFormSet):  # type: ignore[misc]
    """Rows of the document that is open; its keys need not be those of stored rows."""

    # The rows of the document; given by the inline for each request.
    instances: Instances | None = None
    # Nothing is stored here; the admin's log asks for it.
    new_objects: Any = ()
    changed_objects: Any = ()
    deleted_objects: Any = ()

    def get_queryset(self) -> Any:
        """The rows below this parent."""
        if self.is_bound:
            return [form.instance for form in self.initial_forms]
        if self.instance is None or not self.instance.pk:
            return []
        relation = self.fk.remote_field.get_accessor_name()
        return list(getattr(self.instance, "_prefetched_objects_cache", {}).get(relation, []))

    def _existing_object(self, pk: Any) -> Any:
        """The row of the document with this key; an empty one for a key that a colleague has removed meanwhile."""
        found = self.instances.find(self.model, pk) if self.instances else None
        return found or (self.model(pk=pk) if pk else None)

    def add_fields(self, form: Any, index: int | None) -> None:
        """The key is a number, not the choice of a stored row."""
        super().add_fields(form, index)
        key = self._pk_field.name
        form.fields[key] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=form.instance.pk
        )

    def kept_forms(self) -> list[Any]:
        """The forms whose rows are to be in the document, in their order."""
        kept = []
        for number, form in enumerate(self.forms):
            form.is_valid()  # reads what was sent
            is_stored = number < self.initial_form_count()
            if not self._should_delete_form(form) and (is_stored or form.has_changed()):
                kept.append(form)
        return sorted(kept, key=_place)


def _place(form: Any) -> int:
    """Where the form stands among its siblings; forms without a place stay as they are."""
    place = getattr(form, "cleaned_data", {}).get("position")
    return place if isinstance(place, int) else 0


class CitationFormSet(DocumentFormSet):
    """Citations of one cause, or of the sections of a page."""

    def clean(self) -> None:
        """Refuse one source twice for a cause or section."""
        super().clean()
        seen: set[tuple[int, str]] = set()
        for form in self.kept_forms():
            if not form.is_valid() or not form.cleaned_data.get("source"):
                continue
            used = (form.cleaned_data["source"].pk, form.cleaned_data.get("section", ""))
            if used in seen:
                form.add_error("source", _("This source stands here already."))
            seen.add(used)


class GroupFormSet(DocumentFormSet):
    """The groups, which see the whole tree of the form and so can check it."""

    def clean(self) -> None:
        """Refuse the same anchor twice on one page."""
        super().clean()
        seen: set[str] = set()
        for form in self._cause_forms(self.kept_forms()):
            if not form.is_valid() or not form.cleaned_data.get("slug"):
                continue
            slug = form.cleaned_data["slug"]
            if slug in seen:
                form.add_error("slug", _("Another cause of this page has the anchor “%s”.") % slug)
            seen.add(slug)

    def _cause_forms(self, forms_: list[Any]) -> Iterator[Any]:
        """Every cause form that will be stored, at any depth."""
        for form in forms_:
            for formset in getattr(form, "nested_formsets", []):
                if formset.model is Cause and "-empty-" not in formset.prefix:
                    yield from formset.kept_forms()
                    yield from self._cause_forms(formset.kept_forms())
