"""The pages of the way to ask, one small form each."""

from consult.forms.ask.base import StepForm
from consult.forms.ask.case import BeganForm, SeenForm, TriedForm, WantsForm, WhatForm
from consult.forms.ask.people import AgeForm, GuardianForm, NameForm, WhoForm
from consult.forms.ask.send import SendForm
from consult.forms.ask.specialty import SpecialtyForm

__all__ = [
    "AgeForm",
    "BeganForm",
    "GuardianForm",
    "NameForm",
    "SeenForm",
    "SendForm",
    "SpecialtyForm",
    "StepForm",
    "TriedForm",
    "WantsForm",
    "WhatForm",
    "WhoForm",
]
