"""The order of the questions, and which of them a draft still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consult.asking import forms
from consult.asking.person import needs_guardian
from consult.models.question_fields import FIELDS, WORDS, QuestionField


@dataclass(frozen=True)
class Step:
    """One page of the way: its address and its form."""

    slug: str
    form: type[forms.StepForm]

    @property
    def fields(self) -> list[QuestionField]:
        """What it asks, in the order of the last page."""
        return [field for field in FIELDS if field.step == self.slug]


GUARDIAN = Step("guardian", forms.GuardianForm)
STEPS = (
    Step("who", forms.WhoForm),
    Step("age", forms.AgeForm),
    GUARDIAN,
    Step("what", forms.WhatForm),
    Step("began", forms.BeganForm),
    Step("tried", forms.TriedForm),
    Step("seen", forms.SeenForm),
    Step("wants", forms.WantsForm),
    Step("specialty", forms.SpecialtyForm),
    Step("name", forms.NameForm),
)


def steps_for(answers: Mapping[str, Any]) -> list[Step]:
    """Return the pages that this draft goes through."""
    return [step for step in STEPS if step is not GUARDIAN or needs_guardian(answers)]


def incomplete_step(answers: Mapping[str, Any]) -> Step | None:
    """Return the first page whose stored answers would be refused, None when all can be sent."""
    for step in steps_for(answers):
        if not step.form.accepts(answers):
            return step
    return None


def whole_text(answers: Mapping[str, Any]) -> str:
    """Return all prose of the draft, one blank line between the answers."""
    return "\n\n".join(str(answers[name]) for name in WORDS if answers.get(name))
