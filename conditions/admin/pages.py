"""Reference pages: the whole page on one form, three levels of causes with their citations, saved as a revision."""

import logging
import secrets
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.actions.revisions import begin_page, save_draft
from conditions.actions.unsaved import keep_unsaved
from conditions.admin.form_layout import errors_of, parts_of
from conditions.admin.packed_form import unpack
from conditions.admin.page_comments import comments_of
from conditions.admin.page_document import document_of
from conditions.admin.page_forms import NewPageForm, ReferencePageForm
from conditions.admin.page_inlines import GroupInline, PageCitationInline
from conditions.admin.page_screens import PageScreens
from conditions.admin.page_tree_form import TreeFormsets
from conditions.models import Cause, CauseGroup, ReferencePage, Revision, UnsavedWork
from conditions.related.proposals.for_pages import proposed_pages
from conditions.revisions.document import LEVELS, Document, lifted
from conditions.revisions.instances import Instances
from conditions.revisions.state import open_revision, opened_with, state_of_page
from consult.desk.admin.concurrent_edits import ReasonedAdmin
from consult.desk.admin.filters import given
from consult.desk.admin.history import HistoryAdmin
from consult.question.locking import StaleVersionError

logger = logging.getLogger(__name__)


class ReviewFilter(admin.SimpleListFilter):
    """Pages whose planned review has come."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Due, or never reviewed."""
        return [("due", _("Due")), ("never", _("Never reviewed"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply the choice."""
        if self.value() == "due":
            return queryset.due_for_review()
        return queryset.filter(last_reviewed_on__isnull=True) if self.value() == "never" else queryset


class RevisionFilter(admin.SimpleListFilter):
    """Pages with a revision on its way."""

    title = _("revision")
    parameter_name = "revision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Where it stands."""
        return [(str(state.value), state.label) for state in Revision.OPEN]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply the choice."""
        if self.value() not in Revision.OPEN:
            return queryset
        return queryset.filter(revisions__state=self.value())


class ReferencePageAdmin(PageScreens, TreeFormsets, ReasonedAdmin, HistoryAdmin):
    """Reference pages.  The form never changes what readers see: it saves a revision."""

    form = ReferencePageForm
    inlines = [GroupInline, PageCitationInline]
    list_display = ["title", "category", "state", "on_its_way", "causes_column", "next_review_on"]
    list_filter = [
        RevisionFilter,
        ReviewFilter,
        ("published_at", given(_("state"), _("Published"), _("Draft"))),
        "kind",
        "category",
        "is_demo",
    ]
    list_select_related = ["category"]
    search_fields = ["title", "causes__name", "causes__aliases__name"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["related"]
    readonly_fields = ["proposed_related"]
    save_on_top = True
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("category", "kind"),
                    "title",
                    "slug",
                    "question_heading",
                    "lead",
                    "warning_signs",
                    "causes_intro",
                ]
            },
        ),
        (_("Treatment"), {"fields": ["treatment"]}),
        (
            _("Review and related pages"),
            {
                "fields": [
                    ("reviewed_by", "last_reviewed_on", "next_review_on"),
                    "related",
                    "proposed_related",
                    "is_demo",
                ],
            },
        ),
    ]

    @staticmethod
    def autocomplete_extra(page: ReferencePage) -> dict[str, str]:
        """What the desk adds to the safety net when it is chosen there."""
        return {"key": f"page-{page.pk}", "signs": page.warning_signs}

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReferencePage]:
        """Pages with the number of their causes, and where their open revision stands."""
        rows: QuerySet[ReferencePage] = super().get_queryset(request)
        on_its_way = Revision.objects.open().filter(page=OuterRef("pk")).values("state")[:1]
        return rows.annotate(causes_count=Count("causes", distinct=True), open_state=Subquery(on_its_way))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Say that a changed address loses nobody."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and db_field.name == "slug":
            formfield.help_text = _(
                "The last part of the page's address. A former address keeps leading here."
            )
        return formfield

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A new page has a short form: it is written on the long one."""
        if obj is None:
            kwargs["form"] = NewPageForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields of either form."""
        if obj is None:
            return [(None, {"fields": ["category", "kind", "title", "slug"]})]
        hidden = [(None, {"fields": ["form_key"]})] if self.has_change_permission(request, obj) else []
        return [*super().get_fieldsets(request, obj), *hidden]

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nothing below a page that is not there yet."""
        return super().get_inline_instances(request, obj) if obj else []

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form, filled with the revision on its way, or else with what readers see."""
        unpack(request)
        request.is_form = True  # type: ignore[attr-defined]
        response: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
        return response

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The page; on its form as the document says, with its whole tree in a fixed number of queries."""
        page = super().get_object(request, object_id, from_field)
        if page is not None and hasattr(request, "is_form"):
            self.open_document(request, page)
        return page

    def open_document(self, request: Any, page: ReferencePage) -> None:
        """Fill the page and the rows of the request with the document that is to be edited."""
        draft = open_revision(page)
        request.draft, request.opened = draft, opened_with(page, draft)
        page.seen_state = state_of_page(page, draft)  # type: ignore[attr-defined]
        page.draft_reason = draft.reason if draft else ""  # type: ignore[attr-defined]
        sent = request.POST.get("form_key", "")
        page.form_key = sent or secrets.token_hex(8)  # type: ignore[attr-defined]
        kept, work = UnsavedWork.objects.of(page, request.user), None
        if "unsaved" in request.GET:
            is_sent = request.method == "POST"
            work = kept.filter(form=sent).first() if is_sent else kept.of_form(request.GET["unsaved"])
        if work is not None:
            request.opened = Document.from_json(work.content)
            page.seen_state, page.draft_reason = work.seen, work.reason  # type: ignore[attr-defined]
            page.form_key = work.form  # type: ignore[attr-defined]
        request.work = work
        request.unsaved = [each for each in kept if each != work] if request.method == "GET" else []
        request.opened = lifted(request.opened)
        request.instances = Instances(page, request.opened)
        request.instances.give_form()
        page.related_keys = request.opened.related  # type: ignore[attr-defined]

    def histories(self, row: ReferencePage) -> list[QuerySet[Any]]:
        """The versions of the page, of its groups and of its causes, also of those that are gone."""
        of_rows = [model.history.filter(page_id=row.pk) for model in (CauseGroup, Cause)]
        return [*super().histories(row), *of_rows]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Begin a new page; what is on an old one is stored with its tree."""
        if not change:
            document = Document()
            document.fields |= {
                "category": obj.category_id,
                "kind": obj.kind,
                "title": obj.title,
                "slug": obj.slug,
            }
            obj.pk = begin_page(document=document, author=request.user).page_id

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Store the whole page as a revision, or keep it for the one who typed it when somebody else was quicker."""
        if not change:
            return
        document = document_of(form, formsets, request.opened)
        seen, reason = form.cleaned_data["seen_state"], form.cleaned_data["change_reason"]
        key = form.cleaned_data["form_key"]
        page = ReferencePage.objects.get(pk=form.instance.pk)
        try:
            request.saved = save_draft(
                page=page,
                document=document,
                seen=seen,
                author=request.user,
                reason=reason,
                typed_in=key,
            )
        except StaleVersionError:
            keep_unsaved(
                page=page, document=document, seen=seen, author=request.user, reason=reason, form=key
            )
            request.is_stale = True

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        """Not what was only kept."""
        return None if hasattr(request, "is_stale") else super().log_change(request, obj, message)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """Go on to the long form."""
        messages.success(request, gettext("The page is begun. Nobody but staff sees it."))
        return HttpResponseRedirect(reverse("admin:conditions_referencepage_change", args=[obj.pk]))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Show what would change for readers, or stay on the form; ask where somebody else was quicker."""
        screen = "publication"
        if hasattr(request, "is_stale"):
            screen = "merge"
        else:
            said = gettext("Saved as a draft: readers see it when it is approved and published.")
            if request.saved is None:  # type: ignore[attr-defined]
                said = gettext("Nothing was stored: the page says what readers see.")
            messages.success(request, said)
            screen = "change" if "_continue" in request.POST else screen
        return HttpResponseRedirect(reverse(f"admin:conditions_referencepage_{screen}", args=[obj.pk]))

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lay the form out, give its scripts their words, and say what is on its way."""
        parts = parts_of(context["adminform"], context["inline_admin_formsets"])
        context |= {
            "parts": parts,
            # The summary takes the place of the stock line, which says only that there are errors.
            "problems": errors_of(parts) if context.get("errors") else [],
            "errors": [],
            "draft": getattr(request, "draft", None),
            "comments": [
                each for each in comments_of(getattr(request, "draft", None)) if not each.settled_at
            ],
            "unsaved": getattr(request, "unsaved", []),
            "is_unsaved": getattr(request, "work", None) is not None,
            "show_save_and_add_another": False,
            "nested_form_words": {
                "open": gettext("Open"),
                "close": gettext("Close"),
                "up": gettext("Up"),
                "down": gettext("Down"),
                "openAll": gettext("Open all"),
                "closeAll": gettext("Close all"),
                "move": gettext("Move"),
                "moveInto": gettext("Move it, when you save, to the end of"),
                "stay": gettext("Leave it here"),
                "levels": LEVELS,
                "several": gettext("Add several"),
                "severalAdd": gettext("Add these"),
                "severalHelp": gettext(
                    "One a line: name; other name; other name: what is said of it [source | what it supports]. A "
                    "source is known by its address, its title, or words of title and publisher. A line set further "
                    "in is a part of the one above; a line of sources alone is for all that name none."
                ),
                "severalMissing": gettext(
                    "Not cited, because no source here, or more than one, is meant by:"
                ),
            },
            "draft_words": {
                "kept": gettext("What you typed is kept since %s. Save it as a draft before you leave."),
                "failed": gettext("What you type cannot be kept now. Save it soon."),
            },
        }
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("pages like this one"))
    def proposed_related(self, page: ReferencePage) -> str:
        """What the engine would relate to this page; an editor adds what fits above."""
        try:
            with transaction.atomic():
                found = proposed_pages(page)
        except Exception:
            logger.exception("No related pages could be proposed for page %s.", page.pk)
            return "–"
        if not found:
            return "–"
        return format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((reverse("admin:conditions_referencepage_change", args=[row.pk]), row.title) for row in found),
        )

    @admin.display(description=_("state"), ordering="published_at")
    def state(self, page: ReferencePage) -> str:
        """Published or not, with a link to look at it."""
        if page.is_public:
            return format_html('<a href="{}">{}</a>', page.get_absolute_url(), _("Published"))
        address = reverse("admin:conditions_referencepage_preview", args=[page.pk])
        return format_html('<a href="{}">{}</a>', address, _("Draft: preview"))

    @admin.display(description=_("on its way"))
    def on_its_way(self, page: Any) -> str:
        """The revision that is not published yet."""
        if not page.open_state:
            return "–"
        address = reverse("admin:conditions_referencepage_publication", args=[page.pk])
        return format_html('<a href="{}">{}</a>', address, Revision.State(page.open_state).label)

    @admin.display(description=_("causes"), ordering="causes_count")
    def causes_column(self, page: Any) -> int:
        """Number of causes."""
        return int(page.causes_count)
