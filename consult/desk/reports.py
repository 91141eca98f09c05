"""The open reports of readers about one thread, on the screen on which something is done about them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TypedCharField
from consult.models import PageReport, Question


class ResolutionForm(forms.Form):
    """What was done about one report."""

    use_required_attribute = False

    resolution = TypedCharField(
        label=_("What you did"),
        max_length=300,
        error_messages={"required": _("Say what you did, so that the next editor knows.")},
    )


@dataclass(frozen=True)
class OpenReport:
    """A report, and the form that closes it."""

    report: PageReport
    form: ResolutionForm


def open_reports(request: HttpRequest, question: Question, data: Any) -> list[OpenReport]:
    """The open reports, oldest first, for who may settle them; the form whose button was pressed is checked."""
    if not request.user.has_perm("consult.change_pagereport"):
        return []
    pressed = request.POST.get("action", "")
    return [
        OpenReport(
            row, ResolutionForm(data if pressed == f"report-{row.pk}" else None, prefix=f"report-{row.pk}")
        )
        for row in PageReport.objects.open().filter(question=question).order_by("created_at", "pk")
    ]
