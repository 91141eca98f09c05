"""The rows below a reference page on its one big form: groups, three levels of causes, citations."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from nested_admin.nested import NestedStackedInline

from conditions.admin.page_forms import (
    CauseForm,
    CitationForm,
    GroupForm,
    KnownSourceField,
    KnownSourceSelect,
)
from conditions.admin.page_formsets import CitationFormSet, DocumentFormSet, GroupFormSet
from conditions.admin.quick_renderer import QuickRenderer
from conditions.models import Cause, CauseGroup, Citation
from consult.desk.admin.concurrent_edits import plain_wrapper


class DocumentInline(NestedStackedInline):  # type: ignore[misc]
    """Rows of the document that is open."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The form set, which knows the rows of the document."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.instances = getattr(request, "instances", None)
        formset.renderer = QuickRenderer()
        return formset


class CitationInline(DocumentInline):
    """Sources of one cause."""

    model = Citation
    form = CitationForm
    formset = CitationFormSet
    fields: Any = [("source", "statement")]
    autocomplete_fields = ["source"]
    extra = 0
    is_sortable = False
    verbose_name = _("source")
    verbose_name_plural = _("sources")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A source is changed or made here, not deleted for every page."""
        return plain_wrapper(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """An autocomplete field that needs no query of its own."""
        if db_field.name == "source":
            kwargs["widget"] = KnownSourceSelect(db_field, self.admin_site)
            kwargs["form_class"] = KnownSourceField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PageCitationInline(CitationInline):
    """Sources of the lead and of the treatment."""

    fields = [("section", "source", "statement")]
    verbose_name = _("source of the lead or the treatment")
    verbose_name_plural = _("sources of the lead and the treatment")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The section is required here."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["section"].required = True
        return formset


class CauseInline(DocumentInline):
    """Causes at one level."""

    model = Cause
    form = CauseForm
    formset = DocumentFormSet
    fields: Any = [
        "name",
        "slug",
        "other_names",
        "text",
        ("is_condition", "is_subject", "is_urgent", "is_editorial", "is_retired"),
        ("position", "move_to"),
    ]
    prepopulated_fields = {"slug": ["name"]}
    sortable_field_name = "position"
    extra = 0
    inlines: list[Any] = [CitationInline]


class SubSubCauseInline(CauseInline):
    """Parts of a part of a cause."""

    fk_name = "parent"
    verbose_name = _("part (third level)")
    verbose_name_plural = _("parts (third level)")


class SubCauseInline(CauseInline):
    """Parts of a cause."""

    fk_name = "parent"
    verbose_name = _("part (second level)")
    verbose_name_plural = _("parts (second level)")
    inlines = [CitationInline, SubSubCauseInline]


class TopCauseInline(CauseInline):
    """Causes of a group."""

    fk_name = "group"
    inlines = [CitationInline, SubCauseInline]


class GroupInline(DocumentInline):
    """Headings over causes."""

    model = CauseGroup
    form = GroupForm
    formset = GroupFormSet
    fields = ["heading", "text", ("is_after_treatment", "position")]
    sortable_field_name = "position"
    extra = 0
    inlines = [TopCauseInline]
