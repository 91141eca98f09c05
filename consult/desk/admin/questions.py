"""Questions in the admin: their list, the doctor's desk and the editor's approval."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from consult.desk import access, waiting
from consult.desk.admin import rows
from consult.desk.admin.history import HistoryAdmin
from consult.desk.admin.keyset_changelist import KeyChangeList
from consult.desk.admin.searching import find_questions
from consult.desk.admin.several import SeveralQuestions
from consult.desk.approval import approval_view
from consult.desk.buttons import desk_view
from consult.desk.claims import take_view
from consult.desk.danger import told_in_row
from consult.desk.live_preview import live_preview_view
from consult.desk.my_desk import DeskPart
from consult.desk.panels import ReplyPanel
from consult.desk.preview import preview_view
from consult.desk.queues import QueueFilter, QueueList, SpecialtyFilter
from consult.desk.record import record_view
from consult.desk.team.addresses import team_addresses
from consult.models import Correction, FollowUp, Question, Reply
from consult.models.look import CaseLook
from consult.models.querysets import DANGER_FIRST
from consult.question.audit import record_opening


class QuestionAdmin(SeveralQuestions, HistoryAdmin):
    """Questions, in the queues that staff work on."""

    # The portal adds panels of other apps to the reply form: consult knows nothing of conditions.
    reply_panels: tuple[type[ReplyPanel], ...] = ()
    # Parts of other apps on a doctor's first page (consult.desk.my_desk): replies whose reference has changed.
    desk_parts: tuple[DeskPart, ...] = ()
    # (name of an admin address that takes the question's number, its label), for who may approve.
    approval_links: tuple[tuple[str, Any], ...] = ()

    list_display = ["title_column", "danger", "person", "status_column", "specialty", "wait", "notes"]
    list_select_related = ["specialty"]
    list_per_page = 50
    search_fields = ["title", "body", "=pk", "display_name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What this person may open, with what a row shows."""
        found: QuerySet[Any] = (
            access.allowed_questions(request)
            .with_waiting_since()
            .with_approval_since()
            .with_who_is_at_work(request.user.pk)
        )
        if access.may_approve(request):
            looks = CaseLook.objects.filter(question=OuterRef("pk"), user=request.user.pk)
            found = found.annotate(looked_version=Subquery(looks.values("version")[:1]))
        return found

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Questions by number, by words of the patient or of a doctor, and by who answered."""
        return find_questions(queryset, search_term), False

    def histories(self, row: Question) -> list[QuerySet[Any]]:
        """The versions of the question, of its replies and of its messages; none is brought back."""
        of_replies = [model.history.filter(question_id=row.pk) for model in (Reply, FollowUp)]
        corrections = Correction.history.filter(reply_id__in=row.replies.values("pk"))
        return [*super().histories(row), *of_replies, corrections]

    def opened(self, request: HttpRequest, row: Question) -> None:
        """Who reads the history of a case reads the case."""
        record_opening(request, row)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Where a question came from matters to editors only."""
        filters: list[Any] = [QueueFilter, "status", ("specialty", SpecialtyFilter)]
        return [*filters, "origin"] if access.may_approve(request) else filters

    def get_list_display(self, request: HttpRequest) -> Any:
        """What a row of the queue shows."""
        approving = request.GET.get("queue", QueueFilter.default_of(request)) == "approval"
        return ["answered" if approving and name == "wait" else name for name in self.list_display]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeyChangeList]:
        """The list that leads to the right screen."""
        return QueueList

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, under the name of what it lists, with its queues above."""
        context = {"title": _("Questions"), **(extra_context or {})}
        response: HttpResponse = super().changelist_view(request, context)
        if isinstance(response, TemplateResponse) and "cl" in (found := response.context_data or {}):
            queues = next(spec for spec in found["cl"].filter_specs if isinstance(spec, QueueFilter))
            found["queue_choices"] = list(queues.choices(found["cl"]))
        return response

    def get_ordering(self, request: HttpRequest) -> Any:
        """Danger first, then by waiting, oldest first; newest first where nothing waits."""
        queue = request.GET.get("queue", QueueFilter.default_of(request))
        orders = {
            "danger": [DANGER_FIRST, "asked_at", "pk"],
            "waiting": [DANGER_FIRST, "waiting_since", "pk"],
            "approval": [DANGER_FIRST, "approval_since", "pk"],
            "mine": [DANGER_FIRST, "-asked_at", "-pk"],
            "claimed": [DANGER_FIRST, "asked_at", "pk"],
            "followups": [DANGER_FIRST, "waiting_since", "pk"],
            "drafts": [DANGER_FIRST, "asked_at", "pk"],
            "held": [DANGER_FIRST, "held_at", "pk"],
        }
        return orders.get(queue, ["-asked_at", "-pk"])

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Patients ask on the site."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Questions are erased, which leaves a tombstone, never deleted."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who may open it."""
        if not super().has_view_permission(request, obj):
            return False
        return obj is None or access.allowed_questions(request).filter(pk=obj.pk).exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who may open it."""
        return super().has_change_permission(request, obj) and self.has_view_permission(request, obj)

    def get_urls(self) -> list[Any]:
        """The desk's own addresses before the stock ones."""
        view = self.admin_site.admin_view
        return [
            path("take/", view(take_view), name="consult_question_take"),
            *team_addresses(self),
            path("<int:number>/approve/", view(self.approve_view), name="consult_question_approve"),
            path("<int:number>/live/", view(self.live_view), name="consult_question_live"),
            path("<int:number>/preview/", view(self.preview_view), name="consult_question_preview"),
            path("<int:number>/record/", view(partial(record_view, self)), name="consult_question_record"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The doctor's desk instead of the stock form."""
        return desk_view(self, request, object_id)

    def approve_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """The editor's screen."""
        return approval_view(self, request, number)

    def live_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """The reply as readers will see it, while it is typed."""
        return live_preview_view(self, request, number)

    def preview_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """The thread as readers will see it."""
        return preview_view(self, request, number)

    @staticmethod
    def autocomplete_label(question: Question) -> str:
        """The title with the number, for titles that are equal."""
        return f"{question.title} (#{question.pk})"

    @admin.display(description=_("question"), ordering="title")
    def title_column(self, question: Question) -> str:
        """The title; the number tells equal titles apart."""
        return format_html('<bdi>{}</bdi> <span class="quiet">#{}</span>', question.title, question.pk)

    @admin.display(description=_("danger"), ordering="danger_level", empty_value="")
    def danger(self, question: Question) -> str:
        """What the safety check marked, and the words that made it fire."""
        return told_in_row(question.red_flags.all())

    @admin.display(description=_("patient"))
    def person(self, question: Question) -> str:
        """Age, sex and the first words."""
        return format_html(
            '{}<span class="row-words" dir="auto">{}</span>',
            rows.person(question),
            rows.first_words(question),
        )

    @admin.display(description=_("status"), ordering="status")
    def status_column(self, question: Question) -> str:
        """The status in words."""
        held = (
            format_html(' <span class="badge badge-red">{}</span>', _("held back"))
            if question.held_at
            else ""
        )
        return format_html(
            '<span class="badge {}">{}</span>{}', question.state.badge, question.get_status_display(), held
        )

    @admin.display(description=_("waiting"), ordering="waiting_since", empty_value="")
    def wait(self, question: Any) -> str:
        """How long the patient has waited for a doctor; nothing where nobody waits."""
        return waiting.told(question, waiting.owed_since(question))

    @admin.display(description=_("written"), ordering="approval_since")
    def answered(self, question: Any) -> str:
        """How long what waits for an editor has waited, in the colour that it has on the desk."""
        moment = question.approval_since
        if moment is None:
            return "–"
        return format_html(
            '<span class="wait {}">{}</span>',
            waiting.colour_of(question, moment),
            _("%s ago") % waiting.words_since(moment),
        )

    @admin.display(description=_("note"), empty_value="")
    def notes(self, question: Any) -> str:
        """Who has taken it or begun a reply, whether it is a follow-up, and whether the reader has seen it as it is."""
        return " · ".join(filter(None, [rows.note(question), rows.looked(question)]))
