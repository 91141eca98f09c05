"""Posts that were set aside as suspicious, for moderators: released, or rejected with a reason, several at once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TypedCharField
from consult.desk.admin.read_only import ReadOnlyAdmin
from consult.models import Suspicion
from consult.models.question_fields import BY_NAME, WORDS
from consult.models.suspicion import TARGETS, Sign
from consult.question.actions.set_aside import DecidedError, reject, release
from consult.question.audit import record_opening

MOST = 500
"""So many with one press: each is locked, stored and audited by itself."""
LONGEST_REASON = Suspicion._meta.get_field("reason").max_length
Outcome = Suspicion.Outcome


class OutcomeFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = _("outcome")
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices besides the default."""
        return [choice for choice in Outcome.choices if choice[0] != Outcome.OPEN]

    def choices(self, changelist: Any) -> Any:
        """Name the default."""
        default, *rest = list(super().choices(changelist))
        yield {**default, "display": Outcome.OPEN.label}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply the choice."""
        return queryset.filter(outcome=self.value()) if self.value() else queryset.open()


class SignFilter(admin.SimpleListFilter):
    """One of the signs: what a flood has in common."""

    title = _("why")
    parameter_name = "sign"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """All signs."""
        return Sign.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply the choice."""
        return queryset.filter(signs__contains=self.value()) if self.value() in Sign.values else queryset


class KindFilter(admin.SimpleListFilter):
    """What kind of post it is."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """What can be set aside."""
        return [(name, _kind(name)) for name in TARGETS]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply the choice."""
        wanted = self.value() or ""
        return queryset.exclude(**{wanted: None}) if wanted in TARGETS else queryset


class ReasonForm(ActionForm):
    """The bar above the list, with the reason of those that are rejected."""

    reason = TypedCharField(
        label=_("Reason, when rejected:"), required=False, max_length=LONGEST_REASON, empty_value=""
    )
    reason.widget.attrs["size"] = 40


class DecisionForm(forms.Form):
    """Why a post is rejected; asked for where its sender reads it."""

    reason = TypedCharField(
        label=_("Reason, when rejected"),
        max_length=LONGEST_REASON,
        help_text=_("Who sent it reads this on the case page."),
        error_messages={"required": _("Say why: who sent it reads it.")},
    )

    def __init__(self, *args: Any, is_read: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_read:
            del self.fields["reason"]


class SuspicionAdmin(ReadOnlyAdmin):
    """The queue of what looks like abuse."""

    list_display = ["noted_at", "kind", "words", "signs_column", "outcome_column"]
    list_filter = [OutcomeFilter, SignFilter, KindFilter]
    list_select_related = ["question", "followup", "report", "vote", "decided_by"]
    search_fields = ["question__title", "question__body", "followup__text", "report__details"]
    list_per_page = 100
    actions = ["release_several", "reject_several"]
    action_form = ReasonForm

    def get_ordering(self, request: HttpRequest) -> Any:
        """What waits longest first; what is decided newest first."""
        return ["-pk"] if request.GET.get(OutcomeFilter.parameter_name) else ["pk"]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Moderators."""
        return request.user.has_perm("consult.change_suspicion")

    @admin.display(description=_("kind"))
    def kind(self, suspicion: Suspicion) -> str:
        """What was sent."""
        return _kind(suspicion.target)

    @admin.display(description=_("words"))
    def words(self, suspicion: Suspicion) -> str:
        """The first words."""
        told = " ".join(" ".join(text for _label, text in texts_of(suspicion)).split())
        return format_html('<bdi dir="auto">{}</bdi>', Truncator(told).chars(160) or "–")

    @admin.display(description=_("why"), ordering="signs")
    def signs_column(self, suspicion: Suspicion) -> str:
        """The signs, each on a line."""
        return format_html_join("", "<div>{}</div>", ((why,) for why in suspicion.why))

    @admin.display(description=_("outcome"), ordering="outcome")
    def outcome_column(self, suspicion: Suspicion) -> str:
        """What became of it, and by whom."""
        return " · ".join(
            filter(
                None,
                [suspicion.get_outcome_display(), suspicion.reason, str(suspicion.decided_by or "")],
            )
        )

    @admin.action(description=_("Release: they go their usual way"), permissions=["decide"])
    def release_several(self, request: HttpRequest, queryset: Any) -> None:
        """Each in a transaction of its own."""
        self._several(request, queryset, lambda row: release(suspicion=row, actor=request.user))

    @admin.action(description=_("Reject, for the reason beside it"), permissions=["decide"])
    def reject_several(self, request: HttpRequest, queryset: Any) -> None:
        """Each in a transaction of its own."""
        is_read = queryset.exclude(question=None, followup=None).exists()
        form = DecisionForm(request.POST, is_read=is_read)
        if not form.is_valid():
            self.message_user(request, str(form.errors["reason"][0]), messages.ERROR)
            return
        reason = form.cleaned_data.get("reason", "")
        self._several(request, queryset, lambda row: reject(suspicion=row, reason=reason, actor=request.user))

    def _several(self, request: HttpRequest, queryset: Any, act: Any) -> None:
        """Do it with MOST of them; say with how many, and what is left."""
        chosen = list(queryset[: MOST + 1])
        done = sum(_is_done(act, row) for row in chosen[:MOST])
        self.message_user(request, ngettext("Done with %d post.", "Done with %d posts.", done) % done)
        if len(chosen) > MOST:
            self.message_user(
                request, _("%d are done at once: do the same again for the rest.") % MOST, messages.WARNING
            )
        elif done < len(chosen):
            left = _("Not done with %d: somebody has decided meanwhile.") % (len(chosen) - done)
            self.message_user(request, left, messages.WARNING)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one post whole; decide it."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        sent = request.POST if request.POST.get("decision") == "reject" else None
        form = DecisionForm(sent, is_read=row.is_of_patient)
        if request.method == "POST" and self._is_decided(request, row, form):
            return redirect("admin:consult_suspicion_changelist")
        if row.case is not None:
            record_opening(request, row.case)
        context = {
            **self.admin_site.each_context(request),
            "title": _kind(row.target),
            "opts": self.opts,
            "suspicion": row,
            "texts": texts_of(row),
            "form": form,
            "may_release": row.outcome in (Outcome.OPEN, Outcome.REJECTED),
            "may_reject": row.outcome == Outcome.OPEN,
        }
        return TemplateResponse(request, "admin/consult/suspicion/decide.html", context)

    def _is_decided(self, request: HttpRequest, row: Suspicion, form: DecisionForm) -> bool:
        """Do what the pressed button says; False when the reason is missing."""
        if not self.has_decide_permission(request):
            raise PermissionDenied
        try:
            if request.POST.get("decision") == "release":
                release(suspicion=row, actor=request.user)
                messages.success(request, _("Released: it goes its usual way."))
            elif form.is_valid():
                reject(suspicion=row, reason=form.cleaned_data.get("reason", ""), actor=request.user)
                messages.success(request, _("Rejected."))
            else:
                return False
        except DecidedError:
            messages.error(request, _("Not done: somebody has decided meanwhile."))
        return True


def texts_of(suspicion: Suspicion) -> list[tuple[str, str]]:
    """The words of the post, each with what they are called."""
    post: Any = suspicion.post
    match suspicion.target:
        case "question":
            return [(str(BY_NAME[name].label), getattr(post, name)) for name in WORDS if getattr(post, name)]
        case "followup":
            return [(gettext("Message"), post.text)]
        case "report":
            return [(gettext("Page"), post.path), (str(post.get_reason_display()), post.details)]
    return [(gettext("Helped") if post.helped else gettext("Did not help"), post.missing)]


def _kind(name: str) -> str:
    """What staff call such a post."""
    related: Any = Suspicion._meta.get_field(name).related_model
    return str(related._meta.verbose_name).capitalize()


def _is_done(act: Any, row: Suspicion) -> bool:
    """Whether nobody has decided or erased it meanwhile."""
    try:
        act(row)
    except DecidedError:
        return False
    return True
