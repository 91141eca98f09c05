"""Red flag rules: edited with history, and tried on past questions before they are saved."""

from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TypedMeta
from consult.desk.admin.concurrent_edits import ReasonedAdmin, ReasonedForm
from consult.desk.admin.filters import given
from consult.desk.admin.history import HistoryAdmin
from consult.models import RedFlagRule
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
    """The rule with room for its phrases."""

    class Meta:
        widgets = {
            "phrases": _LONG,
            "sign": forms.TextInput(attrs={"size": 90}),
            "advice": forms.Textarea(attrs={"rows": 3, "cols": 90}),
        }


class RedFlagRuleAdmin(ReasonedAdmin, HistoryAdmin):
    """The rules of the emergency page and of the scan."""

    restorable = True
    form = RedFlagRuleForm
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
        ("reviewed_on", given(_("review"), _("Reviewed"), _("Not reviewed yet"))),
    ]
    search_fields = ["name", "phrases"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https", "widget": AdminURLFieldWidget}}

    fieldsets = [
        (
            _("On the emergency page and the card"),
            {"fields": ["name", "kind", "sign", "advice", "position", "is_active"]},
        ),
        (
            _("What matches"),
            {
                "fields": ["phrases", "exceptions", "skip_denied", "skip_past"],
                "description": _("Use “Try on past questions” below before you save."),
            },
        ),
        (_("Source"), {"fields": ["source_publisher", "source_title", "source_url"]}),
        (_("Review"), {"fields": ["reviewed_by", "reviewed_on"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        """Add the dry run of a new and of a saved rule."""
        view = self.admin_site.admin_view(self.dry_run_view)
        return [
            path("dry-run/", view, name="consult_redflagrule_dry_run_new"),
            path("<path:object_id>/dry-run/", view, name="consult_redflagrule_dry_run"),
            *super().get_urls(),
        ]

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
        context = {
            **self.admin_site.each_context(request),
            "title": _("Try on past questions"),
            "opts": self.opts,
            "original": saved,
            "form": form,
            "result": result,
        }
        return render(request, "admin/consult/redflagrule/dry_run.html", context)


def _bound_form(request: HttpRequest, saved: RedFlagRule | None) -> DryRunForm:
    """The form as sent, or as the rule stands."""
    if request.method == "POST":
        return DryRunForm(request.POST)
    rule = saved or RedFlagRule()
    data: dict[str, Any] = {name: getattr(rule, name) for name in DryRunForm.Meta.fields}
    return DryRunForm(data) if saved else DryRunForm(initial=data)
