"""Red flag rules: what is typed here becomes a proposal, which somebody else puts in force; clinicians sign."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TypedMeta
from consult.desk.actions.rules import RuleChangeError, propose_change, sign_rule
from consult.desk.admin.concurrent_edits import ReasonedAdmin, ReasonedForm, state_of
from consult.desk.admin.filters import given
from consult.desk.admin.history import HistoryAdmin, earlier_row
from consult.models import RedFlagRule, RuleChange
from consult.question.audit import record_openings
from consult.safety.dry_run import dry_run

_LONG = forms.Textarea(attrs={"rows": 14, "cols": 90})


class DryRunForm(forms.ModelForm[RedFlagRule]):
    """The part of a rule that decides what matches, and where to go on."""

    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    class Meta(TypedMeta):
        model = RedFlagRule
        fields = ["phrases", "exceptions", "skip_denied", "skip_past"]
        widgets = {"phrases": _LONG}


class RedFlagRuleForm(ReasonedForm):
    """The rule with room for its phrases.  It says why, for whoever decides."""

    class Meta:
        widgets = {
            "phrases": _LONG,
            "sign": forms.TextInput(attrs={"size": 90}),
            "advice": forms.Textarea(attrs={"rows": 3, "cols": 90}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_reason"].required = True
        self.fields["change_reason"].help_text = _("For whoever decides, and kept in the history.")


class RedFlagRuleAdmin(ReasonedAdmin, HistoryAdmin):
    """The rules of the emergency page and of the scan."""

    restorable = True
    kept = HistoryAdmin.kept | {"is_active", "reviewed_by", "reviewed_on"}
    form = RedFlagRuleForm
    actions = None
    list_display = [
        "name",
        "kind",
        "is_active",
        "source_publisher",
        "reviewed_by",
        "reviewed_on",
        "updated_at",
    ]
    list_filter = [
        "is_active",
        "kind",
        ("reviewed_on", given(_("signature"), _("Signed"), _("Not signed yet"))),
    ]
    search_fields = ["name", "phrases"]
    readonly_fields = ["is_active", "reviewed_by", "reviewed_on"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https", "widget": AdminURLFieldWidget}}

    fieldsets = [
        (
            _("On the emergency page and the card"),
            {"fields": ["name", "kind", "danger", "sign", "advice", "position"]},
        ),
        (
            _("What matches"),
            {
                "fields": ["phrases", "exceptions", "skip_denied", "skip_past"],
                "description": _("Use “Try on past questions” below before you propose it."),
            },
        ),
        (_("Source"), {"fields": ["source_publisher", "source_title", "source_url"]}),
        (_("Where it stands"), {"fields": ["is_active", "reviewed_by", "reviewed_on"]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: a rule is retired, by two people."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the dry run of a new and of a saved rule, and the signature."""
        view = self.admin_site.admin_view(self.dry_run_view)
        sign = self.admin_site.admin_view(self.sign_view)
        return [
            path("dry-run/", view, name="consult_redflagrule_dry_run_new"),
            path("<path:object_id>/dry-run/", view, name="consult_redflagrule_dry_run"),
            path("<path:object_id>/sign/", sign, name="consult_redflagrule_sign"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the proposal that waits, and what a clinician signs."""
        rule = context.get("original")
        if rule is not None:
            context["waiting"] = rule.changes.open().first()
            context["may_sign"] = rule.is_active and request.user.has_perm("consult.sign_red_flag_rule")
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: RedFlagRule, form: Any, change: bool) -> None:
        """Propose what was typed; the rule itself stays as it is."""
        kind = RuleChange.Kind.CHANGE if change else RuleChange.Kind.ADD
        if change and "_retire" in request.POST:
            kind = RuleChange.Kind.RETIRE
        if change and "_bring_back" in request.POST:
            kind = RuleChange.Kind.BRING_BACK
        self._propose(request, obj, kind, form.cleaned_data["change_reason"])

    def _propose(self, request: HttpRequest, rule: RedFlagRule, kind: str, reason: str) -> None:
        """Store the proposal, or say why there is none."""
        request.proposed = None  # type: ignore[attr-defined]
        try:
            request.proposed = propose_change(  # type: ignore[attr-defined]
                rule=rule, kind=kind, reason=reason, actor=request.user
            )
        except RuleChangeError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("Proposed. Nothing has changed yet: somebody else has to put it in force.")
            )

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing was added: the proposal says who and why."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing was changed: the proposal says who and why."""

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """Lead to the proposal with its dry run."""
        return _to_proposal(request)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Lead to the proposal with its dry run."""
        return _to_proposal(request)

    def _restore(self, request: HttpRequest, row: Any, version: Any, now: Any) -> bool:
        """Propose an earlier version: one person alone brings nothing back."""
        if request.POST.get("state") != state_of(row):
            messages.error(request, _("Somebody saved meanwhile. Look at it again, then decide."))
            return False
        earlier = earlier_row(version, now, self.kept)
        self._propose(request, earlier, RuleChange.Kind.CHANGE, str(_("An earlier version again")))
        return request.proposed is not None  # type: ignore[attr-defined]

    def sign_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A clinician signs the rule and its level as they were on the screen."""
        rule = self.get_object(request, unquote(object_id))
        if (
            rule is None
            or request.method != "POST"
            or not request.user.has_perm("consult.sign_red_flag_rule")
        ):
            raise PermissionDenied
        try:
            sign_rule(rule=rule, seen=request.POST.get("seen", ""), actor=request.user)
        except RuleChangeError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Signed: %s.") % rule)
        return redirect("admin:consult_redflagrule_change", rule.pk)

    def dry_run_view(self, request: HttpRequest, object_id: str = "") -> HttpResponse:
        """Show on which past questions the rule in the form would fire; nothing is saved."""
        saved = self.get_object(request, unquote(object_id)) if object_id else None
        if not self.has_change_permission(request, saved) or not request.user.has_perm(
            "consult.view_question"
        ):
            raise PermissionDenied
        form = _bound_form(request, saved)
        result = None
        if form.is_valid():
            tried = RedFlagRule(**{name: form.cleaned_data[name] for name in DryRunForm.Meta.fields})
            result = dry_run(tried, saved, form.cleaned_data["before"])
            record_openings(request, [row.question for row in result.rows])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Try on past questions"),
            "opts": self.opts,
            "original": saved,
            "form": form,
            "result": result,
        }
        return render(request, "admin/consult/redflagrule/dry_run.html", context)


def _to_proposal(request: HttpRequest) -> HttpResponse:
    """The proposal just made, or the list when there is none."""
    change = request.proposed  # type: ignore[attr-defined]
    if change is None:
        return redirect("admin:consult_redflagrule_changelist")
    return redirect("admin:consult_rulechange_change", change.pk)


def _bound_form(request: HttpRequest, saved: RedFlagRule | None) -> DryRunForm:
    """The form as sent, or as the rule stands."""
    if request.method == "POST":
        return DryRunForm(request.POST)
    rule = saved or RedFlagRule()
    data: dict[str, Any] = {name: getattr(rule, name) for name in DryRunForm.Meta.fields}
    return DryRunForm(data) if saved else DryRunForm(initial=data)
