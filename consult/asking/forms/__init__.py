"""The pages of the way to ask, one small form each."""

from copy import deepcopy
from typing import Any

from django import forms

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
    "choice_field",
]


def choice_field(name: str, *, label: Any) -> forms.Field:
    """Return the field with which a choice is asked for, optional and under another label, for another page."""
    asked = next(form.base_fields[name] for form in StepForm.__subclasses__() if name in form.base_fields)
    field: forms.Field = deepcopy(asked)
    field.label = label
    # There what is not sent stays as it is.
    field.required = False
    return field
