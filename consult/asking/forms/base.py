"""What every page of the way to ask has in common."""

from collections.abc import Mapping
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from consult.common.forms import Typed, TypedCharField
from consult.language.normalise import normalise
from consult.models.question import About
from consult.models.question_fields import ANSWERS, BY_NAME

# One wording for each answer to "who is it about?".
Wordings = Mapping[str, Any]

# Of one answer that is not finished yet; whether it fits is said when it is sent.
LONGEST = max(field.limit for field in ANSWERS)
TOO_LONG = _("This is longer than %(limit_value)d letters. Please shorten it.")


def patient_helper(*parts: Any, button: Any) -> FormHelper:
    """Return the layout of a patient's form: `parts` in order, then one button."""
    helper = FormHelper()
    helper.attrs = {"novalidate": ""}
    helper.layout = Layout(*parts, Submit("send", button, css_class="btn-lg ask-continue"))
    return helper


class StepForm(forms.Form):
    """One question on one page.  Field names are the names of the draft's answers."""

    headings: ClassVar[Wordings]
    hints: ClassVar[Wordings] = {}
    labels: ClassVar[Mapping[str, Wordings]] = {}
    button = _("Continue")

    def __init__(self, data: Any = None, *, answers: Mapping[str, Any]) -> None:
        super().__init__(data, initial={name: answers[name] for name in self.base_fields if name in answers})
        self.answers = answers
        about = answers.get("about")
        self.about = about if about in About.values else About.SELF
        for name, wordings in self.labels.items():
            self.fields[name].label = wordings[self.about]
        heading = HTML('{% include "consult/asking/heading.html" %}')
        self.helper = patient_helper(heading, *self.parts(), button=self.button)

    @classmethod
    def accepts(cls, answers: Mapping[str, Any]) -> bool:
        """Whether the stored answers to this page would pass as they are.  Builds no form."""
        return all(_is_accepted(field, answers.get(name, "")) for name, field in cls.base_fields.items())

    def unfinished_answers(self) -> dict[str, str]:
        """Return what was sent so far, unchecked, for the draft; of choices only those that there are."""
        found = {}
        for name, field in self.fields.items():
            sent = self.data.get(name)
            if sent is None:
                continue
            if isinstance(field, Typed) and not isinstance(field.widget, forms.CheckboxInput):
                found[name] = normalise(str(sent))[:LONGEST]
            elif _is_accepted(field, sent):
                found[name] = str(sent)
        return found

    def parts(self) -> list[Any]:
        """Return what stands between heading and button."""
        if len(self.fields) == 1:
            # The page heading asks the question; the label repeats it for screen readers only.
            [(name, field)] = self.fields.items()
            field.label = self.heading
            return [HTML('<div class="ask-single">'), name, HTML("</div>")]
        return list(self.fields)

    @property
    def heading(self) -> Any:
        """The question that the page asks, in words that fit whom it is about."""
        return self.headings.get(self.about, self.headings[About.SELF])

    @property
    def hint(self) -> Any:
        """Why we ask, or how to answer; may be empty."""
        return self.hints.get(self.about, self.hints.get(About.SELF, ""))

    def cleaned_answers(self) -> dict[str, str]:
        """Return what goes into the draft: text for every field of this page."""
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}


def _is_accepted(field: forms.Field, value: Any) -> bool:
    """Whether the field would take this value."""
    try:
        field.clean(value)
    except ValidationError:
        return False
    return True


def text_field(
    name: str, *, rows: int = 0, missing: Any = "", too_long: Any = TOO_LONG, **options: Any
) -> forms.CharField:
    """Return the form field of a text of the question: one line, or an area of `rows` lines.

    The table of fields says whether it may be left out, how long it may be and, unless `missing` does, what is said
    when it is left out.
    """
    about = BY_NAME[name]
    if rows:
        options["widget"] = forms.Textarea(attrs={"rows": rows})
    if not about.is_optional:
        options["error_messages"] = {"required": missing or about.missing}
    field = TypedCharField(required=not about.is_optional, **options)
    return limited(field, about.limit, too_long)


def limited(field: forms.CharField, limit: int, message: Any) -> forms.CharField:
    """Add a limit that is checked here only: a browser's own limit would cut pasted text silently."""
    field.validators.append(MaxLengthValidator(limit, message))
    return field
