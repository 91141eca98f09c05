"""Form sets of the reference page's one big form: they keep the tree of causes whole."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from nested_admin.formsets import NestedInlineFormSet

from conditions.models import Cause, Citation


class PrefetchedFormSet(NestedInlineFormSet):  # type: ignore[misc]
    """Shows rows that were read for the whole page at once, instead of one query for each parent."""

    def get_queryset(self) -> Any:
        """The prefetched rows of this parent where there are any."""
        if self.data:
            return super().get_queryset()
        if self.instance is None or not self.instance.pk:
            return []
        relation = self.fk.remote_field.get_accessor_name()
        read = getattr(self.instance, "_prefetched_objects_cache", {}).get(relation)
        return super().get_queryset() if read is None else list(read)


class CitationFormSet(PrefetchedFormSet):
    """Citations of one cause, or of the sections of a page."""

    def clean(self) -> None:
        """Refuse one source twice for a cause or section, also one that another citation gives up with this save."""
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms and form.is_valid()]
        kept = [form for form in kept if form.cleaned_data.get("source")]
        stored = Citation.objects.filter(pk__in=[form.instance.pk for form in kept if form.instance.pk])
        standing = {
            (source, section): pk for pk, source, section in stored.values_list("pk", "source", "section")
        }
        seen: set[tuple[int, str]] = set()
        for form in kept:
            pk, used = (
                form.instance.pk,
                (form.cleaned_data["source"].pk, form.cleaned_data.get("section", "")),
            )
            if used in seen or standing.get(used, pk) != pk:
                form.add_error("source", _("This source stands here already."))
            seen.add(used)


class CauseFormSet(PrefetchedFormSet):
    """Top causes of a group, or parts of a cause."""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        """Store a new cause under the page and the group of what it stands in."""
        self._place(form.instance)
        return super().save_new(form, commit)

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        """Store a changed cause, which may have moved to another group."""
        self._place(form.instance)
        return super().save_existing(form, obj, commit)

    def save_existing_objects(self, initial_forms: Any = None, commit: bool = True) -> Any:
        """Store changed causes, and a part that became a cause of its own group: only its parent has changed."""
        for form in initial_forms or []:
            if self.fk.name == "group" and form.instance.parent_id:
                form.changed_data.append("parent")
        return super().save_existing_objects(initial_forms, commit)

    def _place(self, cause: Cause) -> None:
        """Take page and group from what the cause stands in; a top cause has no parent cause."""
        cause.page_id = self.instance.page_id
        if isinstance(self.instance, Cause):
            cause.group_id = self.instance.group_id
        else:
            cause.parent = None

    def save(self, commit: bool = True) -> Any:
        """Store the causes and their other names."""
        saved = super().save(commit)
        if commit:
            for form in self.forms:
                if form.instance.pk and form.has_changed() and form not in self.deleted_forms:
                    form.store_other_names()
        return saved


class GroupFormSet(PrefetchedFormSet):
    """The groups, which see the whole tree of the form and so can check it."""

    def clean(self) -> None:
        """Refuse the same anchor twice on one page, also one that another cause gives up with this very save."""
        super().clean()
        standing = dict(self.instance.causes.values_list("slug", "pk")) if self.instance.pk else {}
        seen: set[str] = set()
        for form in self._cause_forms(self.forms):
            if not form.is_valid() or not form.cleaned_data.get("slug"):
                continue
            slug, pk = form.cleaned_data["slug"], form.instance.pk
            if slug in seen or standing.get(slug, pk) != pk:
                form.add_error("slug", _("Another cause of this page has the anchor “%s”.") % slug)
            seen.add(slug)

    def _cause_forms(self, forms_: list[Any]) -> Iterator[Any]:
        """Every cause form that will be stored, at any depth."""
        for form in forms_:
            for formset in getattr(form, "nested_formsets", []):
                if formset.model is not Cause or "-empty-" in formset.prefix:
                    continue
                kept = [
                    row
                    for row in formset.forms
                    if row not in formset.deleted_forms
                    and (row.has_changed() or row in formset.initial_forms)
                ]
                yield from kept
                yield from self._cause_forms(kept)
