"""The queues of the list of questions: what narrows it, and where its rows lead."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from consult.desk import access
from consult.desk.admin.keyset_changelist import KeyChangeList
from consult.desk.admin.searching import is_number


class SpecialtyFilter(admin.RelatedFieldListFilter):
    """Specialties; no specialty is what the patient said: not sure."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = mark_safe(_("Patient was not sure"))  # noqa: S308  (our own words)

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        """A doctor's own specialties first."""
        doctor = access.doctor_of(request)
        own = set(doctor.specialties.values_list("pk", flat=True)) if doctor else set()
        choices: list[Any] = super().field_choices(field, request, model_admin)
        return sorted(choices, key=lambda choice: choice[0] not in own)


class QueueFilter(admin.SimpleListFilter):
    """The queues.  Doctors start with what waits, editors with what awaits approval."""

    title = _("queue")
    parameter_name = "queue"

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.default = self.default_of(request)
        self.doctor = access.doctor_of(request)
        super().__init__(request, *args)

    @staticmethod
    def default_of(request: HttpRequest) -> str:
        """The queue that this person starts with; who seeks something seeks it in all of them."""
        if request.GET.get(SEARCH_VAR, "").strip():
            return "all"
        return "approval" if access.may_approve(request) else "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The queues that this person can use."""
        queues = [
            ("danger", _("Danger, not looked at")),
            ("waiting", _("Waiting for a doctor")),
            ("approval", _("Awaiting approval")),
        ]
        if self.doctor:
            queues += [
                ("claimed", _("Taken by me")),
                ("followups", _("Follow-ups to my replies")),
                ("drafts", _("My drafts")),
                ("mine", _("Mine")),
            ]
        return [*queues, ("held", _("Held back")), ("all", _("All"))]

    def value(self) -> str:
        """The chosen queue or the default."""
        return super().value() or self.default

    def choices(self, changelist: Any) -> Any:
        """The queues, without the stock "All" that would hide the default."""
        for lookup, title in self.lookup_choices:
            yield {
                "selected": self.value() == lookup,
                "query_string": changelist.get_query_string({self.parameter_name: lookup}),
                "display": title,
            }

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply the queue, in its own order."""
        if is_number(request.GET.get(SEARCH_VAR, "")):
            return queryset
        match self.value():
            case "danger":
                return queryset.in_danger()
            case "waiting":
                # Who approves oversees the whole queue; a doctor sees what is there to be answered.
                return queryset.waiting(None if access.may_approve(request) else self.doctor)
            case "approval":
                return queryset.awaiting_approval()
            case "mine" if self.doctor:
                return queryset.worked_on_by(self.doctor)
            case "claimed" if self.doctor:
                return queryset.taken_by(self.doctor)
            case "followups" if self.doctor:
                return queryset.followed_up_for(self.doctor)
            case "drafts" if self.doctor:
                return queryset.begun_by(self.doctor)
            case "held":
                return queryset.held()
        return queryset


class QueueList(KeyChangeList):
    """A list whose rows lead to the screen that the queue is worked on."""

    def url_for_result(self, result: Any) -> str:
        """The approval screen in the approval queue, the desk elsewhere."""
        if self.params.get("queue", QueueFilter.default_of(self.request)) == "approval" and self.may_approve:
            return reverse("admin:consult_question_approve", args=[result.pk])
        return str(super().url_for_result(result))

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        """With what the safety check marked in each row."""
        found: Any = super().get_queryset(request, exclude_parameters)
        return found.with_red_flags()

    def get_results(self, request: HttpRequest) -> None:
        """As other lists, without the offer of "all" that would lead back to the first queue."""
        super().get_results(request)
        if not self.query:
            self.full_result_count = self.result_count

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request, self.may_approve = request, access.may_approve(request)
        super().__init__(request, *args, **kwargs)
