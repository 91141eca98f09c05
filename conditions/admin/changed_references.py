"""Replies whose reference has changed since: their list, the screen on which a doctor decides, the part of the desk."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.actions.references import NothingToTakeOverError, confirm_reference, take_over_reference
from conditions.grounding.changed import compared
from conditions.models import Passage
from conditions.models.passage import PassageQuerySet
from consult.desk import access
from consult.desk.actions.claim import SharingError, assign_question, give_back
from consult.desk.admin.read_only import ReadOnlyAdmin
from consult.desk.my_desk import MOST_COUNTED, ROWS, OtherPart, Section
from consult.desk.screen import errors_in
from consult.desk.team.forms import AssignForm
from consult.models import Claim, Doctor
from consult.models.staffing import present
from consult.question.audit import record_opening
from consult.question.locking import StaleVersionError

LIST, SCREEN = "admin:conditions_passage_changelist", "admin:conditions_passage_change"
MINE = "whose=mine"


def changed_references(request: HttpRequest, doctor: Doctor) -> OtherPart:
    """The part of a doctor's desk, those that changed first on top.  One query, and at most two for its rows."""
    waiting = Passage.objects.changed().for_doctor(doctor).order_by("changed_at", "pk")
    found = list(waiting.values_list("pk", "reply__question", "changed_at")[: MOST_COUNTED + 1])

    def section(shown: dict[int, Any]) -> Section:
        label, address = _("Reference changed since the reply"), f"{reverse(LIST)}?{MINE}"
        made = Section("changed", label, len(found), address)
        changes, told = _changes_of(key for key, _question, _at in found[:ROWS]), set()
        for key, number, changed_at in found[:ROWS]:
            if number in shown and number not in told:
                question = copy(
                    shown[number]
                )  # the same may stand in another part, which tells something else of it
                question.desk_address, question.since = reverse(SCREEN, args=[key]), changed_at
                question.changed_words = changes.get(key, "")
                made.rows.append(question)
                told.add(number)
        return made

    return OtherPart([number for _key, number, _at in found[:ROWS]], section)


def _changes_of(keys: Iterable[int]) -> dict[int, Any]:
    """Of each of these passages its first change, marked; that no page tells it any more.  At most two queries."""
    gone = _("No public page of ours tells this any more.")
    passages = Passage.objects.filter(pk__in=list(keys)).select_related("cause__page", "page")
    return {
        found.passage.pk: found.changes[0].marked if found.changes else gone if found.now is None else ""
        for found in compared(passages)
    }


class WhoseFilter(admin.SimpleListFilter):
    """Of whom: those that a doctor has to decide."""

    title = gettext_lazy("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Mine, or all that this person may see."""
        return [("mine", _("For me to decide"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply it."""
        doctor = access.doctor_of(request)
        return queryset.for_doctor(doctor) if self.value() == "mine" and doctor else queryset


class PassageAdmin(ReadOnlyAdmin):
    """What replies cite and their reference pages say no longer: doctors decide, moderators look."""

    list_display = ["name", "page_title", "question", "by", "changed_at"]
    list_filter = [WhoseFilter]
    list_select_related = ["reply__doctor", "reply__question"]
    search_fields = ["name", "page_title", "=reply__question__pk", "reply__doctor__name"]
    ordering = ["changed_at", "pk"]

    def get_queryset(self, request: HttpRequest) -> PassageQuerySet:
        """Those that wait for a decision: all for who approves, their own for doctors."""
        found: PassageQuerySet = Passage.objects.changed()
        if access.may_approve(request):
            return found
        doctor = access.doctor_of(request)
        return found.for_doctor(doctor) if doctor and access.may_reply(request) else found.none()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, under the name of what it lists."""
        return super().changelist_view(
            request, {"title": _("Replies whose reference changed"), **(extra_context or {})}
        )

    @admin.display(description=gettext_lazy("question"), ordering="reply__question")
    def question(self, passage: Passage) -> str:
        """The question of the reply."""
        return format_html("<bdi>{}</bdi> #{}", passage.reply.question.title, passage.reply.question_id)

    @admin.display(description=gettext_lazy("reply of"), ordering="reply__doctor__name")
    def by(self, passage: Passage) -> str:
        """Who replied."""
        return passage.reply.doctor.name

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What the reply cites beside what the page says now; a doctor decides."""
        passage = self.get_object(request, object_id)
        if passage is None:
            return self._settled(request, object_id)
        if not self.has_view_permission(request, passage):
            raise PermissionDenied
        give_form = self._give_form(request, passage)
        if request.method == "POST" and self._act(request, passage, give_form):
            return redirect("admin:index")
        rows = Passage.objects.select_related("reply__question", "reply__doctor", "cause__page", "page")
        [found] = compared([rows.get(pk=passage.pk)])
        record_opening(request, found.passage.reply.question)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Changed since the reply: %s") % found.passage.name,
            "found": found,
            "reply": found.passage.reply,
            "may_decide": self._may_decide(request, passage),
            "give_form": give_form,
            "errors": errors_in([give_form] if give_form else []),
        }
        return TemplateResponse(request, "admin/conditions/passage/changed.html", context)

    def _may_decide(self, request: HttpRequest, passage: Passage) -> bool:
        """Whether this person answers for the reply: its doctor, or a colleague while that one cannot."""
        doctor = access.doctor_of(request)
        mine = Passage.objects.for_doctor(doctor) if doctor and access.may_reply(request) else None
        return mine is not None and mine.filter(pk=passage.pk).exists()

    def _give_form(self, request: HttpRequest, passage: Passage) -> AssignForm | None:
        """To whom the decision can be given, for who shares out work while the reply's doctor cannot decide."""
        at_work = list(present().order_by("name"))
        doctor = passage.reply.doctor_id
        if not access.may_share_out(request) or doctor in {colleague.pk for colleague in at_work}:
            return None
        claim = Claim.objects.running().filter(question=passage.reply.question_id).first()
        sent = request.POST if request.POST.get("action") == "give" else None
        return AssignForm(sent, colleagues=at_work, seen=claim.doctor_id if claim else None)

    def _act(self, request: HttpRequest, passage: Passage, give_form: AssignForm | None) -> bool:
        """Do what the pressed button says; False when there is something to say first."""
        if request.POST.get("action") != "give":
            return self._decide(request, passage)
        if give_form is None:
            raise PermissionDenied
        if not give_form.is_valid():
            return False
        doctor, seen = give_form.cleaned_data["assign_to"], give_form.cleaned_data["assign_seen"]
        try:
            assign_question(question=passage.reply.question, doctor=doctor, seen=seen, actor=request.user)
        except SharingError as error:
            messages.error(request, _("Not done: %s.") % str(error).removesuffix("."))
            return False
        messages.success(request, _("%s has the case now, and decides.") % doctor)
        return True

    def _decide(self, request: HttpRequest, passage: Passage) -> bool:
        """Do what the pressed button says; False when the page has changed again meanwhile."""
        if not self._may_decide(request, passage):
            raise PermissionDenied
        decide = take_over_reference if request.POST.get("action") == "take_over" else confirm_reference
        try:
            decide(passage=passage, seen=request.POST.get("seen", ""), actor=request.user)
        except (StaleVersionError, NothingToTakeOverError):
            messages.error(request, _("Not done: the page has changed again. Read it once more."))
            return False
        self._end_errand(request, passage)
        if decide is take_over_reference:
            messages.success(request, _("Taken over: readers see the new words now."))
        else:
            messages.success(request, _("Confirmed: the reply holds as it stands."))
        return True

    def _end_errand(self, request: HttpRequest, passage: Passage) -> None:
        """A case that was given to this doctor for the decision flows back once nothing is left to decide."""
        question, doctor = passage.reply.question, access.doctor_of(request)
        left = Passage.objects.changed().filter(reply__question=question)
        if doctor and not (question.state.is_open or left.exists()):
            given = Claim.objects.given_to(doctor).filter(question=question)
            if given.exists() and not question.followups.unanswered().exists():
                give_back(question=question, doctor=doctor, actor=request.user)

    def _settled(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A colleague has decided, or the page says again what it said: there is nothing to do."""
        if not object_id.isdecimal():
            raise Http404
        messages.success(request, _("There is nothing to decide here any more."))
        return redirect("admin:index")
