"""All names of pages and causes in one table; new ones come in as a spreadsheet, into the drafts of their pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from import_export import fields

from conditions.importing.aliases import NameDrafts, standing_names
from conditions.models import Cause, ConditionName, ReferencePage
from consult.desk.admin.import_export import ExchangeAdmin, ExchangeResource
from consult.desk.admin.read_only import ReadOnlyAdmin

PAGE, CAUSE, OTHER = "page", "cause", "other"
KINDS = {PAGE: _("name of a page"), CAUSE: _("name of a cause"), OTHER: _("other name")}


def kind_of_name(row: ConditionName) -> str:
    """What kind of name it is."""
    return OTHER if row.is_other_name else CAUSE if row.cause_id else PAGE


class NameResource(ExchangeResource):
    """Names in a spreadsheet, known by the address of their page, the anchor of their cause, and as they are written.

    A new one becomes another name of its cause in the draft of its page: readers see it when that is published.
    """

    page = fields.Field("page__slug", "page")
    cause = fields.Field("cause__slug", "cause")
    kind = fields.Field(column_name="kind", readonly=True)
    writing = fields.Field("writing", "writing", readonly=True)

    class Meta:
        model = ConditionName
        fields = ("page", "cause", "name", "kind", "writing")
        export_order = fields
        import_id_fields = ("page", "cause", "name")
        use_transactions = True

    def dehydrate_kind(self, row: ConditionName) -> str:
        """The kind, in words."""
        return str(KINDS[kind_of_name(row)])

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Begin with no page opened, and with the names that readers see."""
        super().before_import(dataset, **kwargs)
        self._drafts, self._standing = (
            NameDrafts(),
            standing_names({slug.strip() for slug in dataset["page"]}),
        )

    def get_instance(self, instance_loader: Any, row: Any) -> None:
        """None: whether a name is there already, the draft of its page says."""

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Put the name into the draft; what refuses it is said beside the row."""
        name = " ".join(row["name"].split())
        if stands := self._standing.get((row["page"], row["cause"], name)):
            instance.page, instance.cause, instance.name = stands.page, stands.cause, name
            instance.is_other_name, instance.is_new = stands.is_other_name, False
            return
        place = self._drafts.add(row["page"], row["cause"], name)
        instance.page, instance.name, instance.is_new = place.page, row["name"], place.is_new
        instance.is_other_name = place.is_new
        if place.cause is not None and not place.cause.is_subject:
            instance.cause = Cause(page=place.page, slug=place.cause.slug)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """What is there already."""
        return not instance.is_new

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Nothing: the draft was asked."""

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Nothing: the drafts are stored at the end, each once."""

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Store the drafts, when this is no look at what would come of it."""
        if not (kwargs.get("dry_run", True) or result.has_errors()):
            reason = _now("names from %s") % kwargs.get("file_name", "")
            self._drafts.store(author=kwargs.get("user"), reason=reason[:100])


class KindFilter(admin.SimpleListFilter):
    """Names by their kind."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The three kinds."""
        return list(KINDS.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply the choice."""
        if self.value() == OTHER:
            return queryset.filter(is_other_name=True)
        if self.value() in KINDS:
            return queryset.filter(is_other_name=False, cause__isnull=self.value() == PAGE)
        return queryset


class NameAdmin(ReadOnlyAdmin, ExchangeAdmin):
    """Every name that readers, links and the search know, and where it is told."""

    resource_classes = [NameResource]
    # The history of what came in is that of the pages.
    skip_admin_log = True
    list_display = ["name", "kind", "told_at", "is_best", "writing"]
    list_filter = [KindFilter, "writing", "is_best", "page__kind"]
    list_select_related = ["page", "cause"]
    search_fields = ["name", "page__title", "cause__name"]
    fields = ("name", "kind", "told_at", "is_best", "writing")
    readonly_fields = ["kind", "told_at"]
    ordering = ["index_name", "pk"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may see the pages that have them."""
        return request.user.has_perm("conditions.view_referencepage")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The same."""
        return self.has_view_permission(request)

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Who may change the drafts of pages."""
        return request.user.has_perm("conditions.change_referencepage")

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Who may see them."""
        return self.has_view_permission(request)

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[ConditionName]:
        """What the filters left, with its places."""
        rows: QuerySet[ConditionName] = super().get_export_queryset(request)
        return rows.select_related("page", "cause")

    @admin.display(description=_("kind"))
    def kind(self, row: ConditionName) -> str:
        """The kind, in words."""
        return str(KINDS[kind_of_name(row)])

    @admin.display(description=_("told at"))
    def told_at(self, row: ConditionName) -> str:
        """Its place, with the form of its page."""
        page: ReferencePage = row.page
        address = reverse("admin:conditions_referencepage_change", args=[page.pk])
        return format_html('{}<a href="{}">{}</a>', f"{row.cause.name}, " if row.cause else "", address, page)
