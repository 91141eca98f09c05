"""The plain tables of the reference side: categories, sources, and answers that askers found."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from conditions.actions.categories import keep_former_address
from conditions.actions.references import note_source_changes
from conditions.admin.source_form import SHOWN, SourceForm, told_change
from conditions.admin.source_import import SourceExchangeAdmin
from conditions.models import Category, Deflection, FormerCategoryAddress, Source
from consult.desk.admin.concurrent_edits import GuardedAdmin, GuardedForm
from consult.desk.admin.filters import given
from consult.desk.admin.read_only import ReadOnlyAdmin, question_link
from consult.models import Question

# Uses of one source that its form names.
USES_SHOWN = 200


class AnswerFilter(admin.SimpleListFilter):
    """Sources by what came of asking for their address."""

    title = _("address")
    parameter_name = "address"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Dead, or never asked for."""
        return [("dead", _("Dead")), ("unknown", _("Not asked for yet"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply the choice."""
        if self.value() == "dead":
            return queryset.dead()
        return queryset.filter(last_check__isnull=True) if self.value() == "unknown" else queryset


class SourceAdmin(SourceExchangeAdmin):
    """What the pages rest on."""

    form = SourceForm
    list_display = ["title", "publisher", "link", "answers", "accessed_on", "uses"]
    list_filter = [
        ("citations", given(_("use"), _("Cited"), _("Not cited"))),
        AnswerFilter,
        ("archived_url", given(_("archived copy"), _("Given"), _("Not given"))),
        "accessed_on",
    ]
    list_select_related = ["last_check"]
    readonly_fields = ["copy_to_look_for", "answers", "where_used"]
    search_fields = ["title", "publisher", "url"]
    ordering = ["publisher", "title"]

    @staticmethod
    def autocomplete_extra(source: Source) -> dict[str, str]:
        """By what “Add several” tells the one that is meant from others that are found with it."""
        return {"title": source.title, "url": source.url}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """Sources with the number of their citations."""
        rows: QuerySet[Source] = super().get_queryset(request)
        return rows.annotate(citations_count=Count("citations"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is asked of a cited source is not asked of another one."""
        asked = getattr(obj, "citations_count", 0)
        return [name for name in super().get_fields(request, obj) if asked or name != "on_all_pages"]

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """For its history, what readers saw before beside what was changed."""
        if add:
            return super().construct_change_message(request, form, formsets, add)
        told = [name for name in form.changed_data if name not in ("on_all_pages", "seen_state")]
        labels = {name: form.fields[name].label for name in told}
        fields = [
            told_change(labels[name], form.initial[name]) if name in SHOWN else str(labels[name])
            for name in told
        ]
        return [{"changed": {"fields": fields}}] if fields else []

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Store it, and ask the doctors whose replies rest on it."""
        super().save_model(request, obj, form, change)
        note_source_changes(sources=[obj])

    @admin.display(description=_("address"), ordering="url")
    def link(self, source: Source) -> str:
        """The page, to look at."""
        return _link(source.url, urlsplit(source.url).hostname or source.url)

    @admin.display(description=_("copy to look for"))
    def copy_to_look_for(self, source: Source) -> str:
        """The address that the Wayback Machine gives a copy of that day.  Only the editor's browser asks for it."""
        return _link(source.copy_to_look_for, source.copy_to_look_for) if source.pk else "–"

    @admin.display(description=_("answers"))
    def answers(self, source: Source) -> str:
        """Whether its address still answers, and since when not; asked by check_sources."""
        last = getattr(source, "last_check", None)
        if last is None or last.url != source.url:
            return "–"
        if last.problem:
            since = date_format(timezone.localdate(last.failing_since), "j F Y")
            return _("%(problem)s Since %(since)s.") % {"problem": last.problem, "since": since}
        return _("Yes, on %s") % date_format(timezone.localdate(last.checked_at), "j F Y")

    @admin.display(description=_("where used"))
    def where_used(self, source: Source) -> str:
        """Every use, with the form of its page."""
        if source.pk is None:
            return "–"
        uses = source.citations.select_related("cause__page", "page").order_by("pk")
        pages = [(use, use.cause.page if use.cause else use.page) for use in uses[:USES_SHOWN]]
        rows = [
            (reverse("admin:conditions_referencepage_change", args=[page.pk]), str(use))
            for use, page in pages
            if page is not None
        ]
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>', rows) or "–"

    @admin.display(description=_("cited"), ordering="citations_count")
    def uses(self, source: Any) -> int:
        """Number of citations."""
        return int(source.citations_count)


def _link(url: str, words: str) -> str:
    """A link off the site, which does not tell where it was followed."""
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', url, words)


class CategoryForm(GuardedForm):
    """A category, whose address was never that of another one."""

    def clean_slug(self) -> str:
        """Refuse what still leads to another category."""
        slug: str = self.cleaned_data["slug"]
        if FormerCategoryAddress.objects.filter(slug=slug).exclude(category=self.instance.pk).exists():
            raise ValidationError(_("This was the address of another category, and still leads there."))
        return slug


class CategoryAdmin(GuardedAdmin):
    """Groups of reference pages."""

    form = CategoryForm
    list_display = ["name", "slug", "page_count"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        """Categories with the number of their pages."""
        rows: QuerySet[Category] = super().get_queryset(request)
        return rows.annotate(pages_count=Count("pages"))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Say that a changed address loses nobody."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and db_field.name == "slug":
            formfield.help_text = _(
                "The last part of the address, made from the name. A former address keeps leading here."
            )
        return formfield

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        """Store it; an address that it had leads to it."""
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            keep_former_address(category=obj, former=form.initial["slug"])

    @admin.display(description=_("pages"), ordering="pages_count")
    def page_count(self, category: Any) -> int:
        """Number of pages."""
        return int(category.pages_count)


class DeflectionAdmin(ReadOnlyAdmin):
    """What askers said answers them already: these questions were never asked again."""

    list_display = ["happened_on", "found"]
    list_filter = ["happened_on"]
    list_select_related = ["question", "cause__page"]
    fields = ("happened_on", "found")
    readonly_fields = ("found",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Deflection]:
        """Deflections, knowing whether their question is still public."""
        standing = Question.objects.public().filter(pk=OuterRef("question"))
        rows: QuerySet[Deflection] = super().get_queryset(request)
        return rows.annotate(standing=Exists(standing))

    @admin.display(description=_("answer"))
    def found(self, deflection: Any) -> str:
        """The question or cause that did, to look at; of a question that is public no longer the number only."""
        answer = deflection.answer
        if answer is deflection.question and not deflection.standing:
            return question_link(answer.pk)
        return format_html('<a href="{}">{}</a>', answer.get_absolute_url(), answer)
