"""The order of the questions, and which of them a draft still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult.asking import forms
from consult.asking.person import needs_guardian
from consult.models.question import PATIENT_WORDS


@dataclass(frozen=True)
class Step:
    """One page of the way: its address, its form, and what its answers are called on the last page."""

    slug: str
    form: type[forms.StepForm]
    labels: Mapping[str, Any]


WHO = Step("who", forms.WhoForm, {"about": _("About")})
GUARDIAN = Step("guardian", forms.GuardianForm, {"guardian": _("Parent or guardian agrees")})
STEPS = (
    WHO,
    Step("age", forms.AgeForm, {"age_range": _("Age"), "sex": _("Sex")}),
    GUARDIAN,
    Step("what", forms.WhatForm, {"title": _("Your question"), "body": _("What is happening")}),
    Step("began", forms.BeganForm, {"began": _("When it began")}),
    Step("tried", forms.TriedForm, {"tried": _("Tried, and tests")}),
    Step("seen", forms.SeenForm, {"seen": _("Who has been seen")}),
    Step("wants", forms.WantsForm, {"wants": _("What you want to know")}),
    Step("specialty", forms.SpecialtyForm, {"specialty": _("Kind of doctor")}),
    Step("name", forms.NameForm, {"display_name": _("Display name"), "email": _("E-mail")}),
)


def steps_for(answers: Mapping[str, Any]) -> list[Step]:
    """Return the pages that this draft goes through."""
    return [step for step in STEPS if step is not GUARDIAN or needs_guardian(answers)]


def incomplete_step(answers: Mapping[str, Any]) -> Step | None:
    """Return the first page whose stored answers would be refused, None when all can be sent."""
    for step in steps_for(answers):
        if not step.form(answers, answers=answers).is_valid():
            return step
    return None


def whole_text(answers: Mapping[str, Any]) -> str:
    """Return all prose of the draft, one blank line between the answers."""
    return "\n\n".join(str(answers[name]) for name in PATIENT_WORDS if answers.get(name))
