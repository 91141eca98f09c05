"""What in the tables, the engine and the own licence needs a look, for the first page of the admin."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Count, Subquery, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conditions.models import Passage, ReferencePage, Revision
from conditions.related.encoder.encoder import calibration_problem, encoder_problem
from conditions.related.upkeep.status import number_behind
from consult.desk import access
from consult.desk.my_desk import Section
from consult.models import Doctor, OutboxMessage, PageReport, RedFlagRule, RuleChange, Suspicion


def alerts(request: HttpRequest) -> list[Section]:
    """What in the tables needs a look of this person.  One query, none for who has no such table."""
    theirs = [table for table in _tables() if request.user.has_perm(table[2])]
    counts = _counts(request, [rows() for _model, rows, *_rest in theirs])
    found = []
    for (model, _rows, _permission, label, query), count in zip(theirs, counts, strict=True):
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        address = f"{reverse(f'admin:{name}_changelist')}{query}"
        found.append(Section(name, label, count, address, is_warning=True))
    return found


def _counts(request: HttpRequest, tables: list[Any]) -> list[int]:
    """How many rows each has, counted by one query beside the row of who asks."""
    if not tables:
        return []
    counted = {
        f"count_{at}": Subquery(
            rows.order_by().values(all=Value(1)).annotate(count=Count("*")).values("count"),
            output_field=models.IntegerField(),
        )
        for at, rows in enumerate(tables)
    }
    asking = get_user_model().objects.filter(pk=request.user.pk or 0).annotate(**counted)
    return [count or 0 for count in asking.values_list(*counted).get()]


def _tables() -> list[tuple[type[models.Model], Any, str, str, str]]:
    """(model, what reads the rows that need a look, permission, words, query string of the list)."""
    due = ReferencePage.objects.due_for_review
    in_review = Revision.objects.in_review
    failing = OutboxMessage.objects.failing
    unsigned = RedFlagRule.objects.unsigned
    lapsing = Doctor.objects.lapsing
    return [
        (Doctor, lapsing, "consult.change_doctor", _("Licences missing or ending"), "?licence=lapsing"),
        (PageReport, PageReport.objects.open, "consult.change_pagereport", _("Reports of readers"), ""),
        (Suspicion, Suspicion.objects.open, "consult.change_suspicion", _("Set aside as suspicious"), ""),
        (OutboxMessage, failing, "consult.view_outboxmessage", _("Mail that fails"), "?failing=1"),
        (ReferencePage, due, "conditions.change_referencepage", _("Pages due for review"), "?review=due"),
        (
            Passage,
            Passage.objects.changed,
            "consult.approve_question",
            _("Replies whose reference changed"),
            "",
        ),
        (
            ReferencePage,
            in_review,
            "conditions.publish_revision",
            _("Pages that wait for a second person"),
            "?revision=in_review",
        ),
        (
            RuleChange,
            RuleChange.objects.open,
            "consult.view_rulechange",
            _("Rule changes to decide"),
            "?state__exact=open",
        ),
        (
            RedFlagRule,
            unsigned,
            "consult.view_redflagrule",
            _("Rules no clinician has signed"),
            "?is_active__exact=1&reviewed_on__isempty=1",
        ),
    ]


def engine_warnings(request: HttpRequest) -> list[str]:
    """What is wrong with the related-question engine, in words, for those who can do something about it."""
    if not (access.may_approve(request) or request.user.has_perm("conditions.change_referencepage")):
        return []
    problem = encoder_problem() or calibration_problem()
    warnings = [problem] if problem else []
    if behind := number_behind():
        warnings.append(_("Similar questions are out of date for %d entries: run rebuild_related.") % behind)
    return warnings


def licence_notice(request: HttpRequest) -> str:
    """What a doctor has to know of the own licence, in words; "" when it holds for long."""
    doctor = access.doctor_of(request)
    if doctor is None or not request.user.has_perm("consult.reply_to_question"):
        return ""
    if not doctor.is_verified:
        return _("Your licence is not verified yet, so you cannot answer patients. Ask an administrator.")
    day = date_format(doctor.licence_expires_on) if doctor.licence_expires_on else ""
    if not doctor.is_licensed:
        return (
            _("Your licence expired on %s, so you cannot answer patients. Show an administrator the new one.")
            % day
        )
    return (
        _("Your licence expires on %s. Show an administrator the new one in time.") % day
        if (doctor.licence_lapses_soon)
        else ""
    )
