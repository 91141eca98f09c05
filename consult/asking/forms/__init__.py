"""The pages of the way to ask, one small form each."""

from consult.asking.forms.base import StepForm
from consult.asking.forms.case import BeganForm, SeenForm, TriedForm, WantsForm, WhatForm
from consult.asking.forms.people import AgeForm, GuardianForm, NameForm, WhoForm
from consult.asking.forms.send import SendForm
from consult.asking.forms.specialty import SpecialtyForm

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
