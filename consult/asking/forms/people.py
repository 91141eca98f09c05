"""Who asks, about whom, and under which name."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consult.asking.forms.base import StepForm, text_field
from consult.asking.forms.guardian import guardian_field
from consult.asking.person import ages_for, asks_alone
from consult.common.forms import TypedCharField, TypedEmailField
from consult.language.normalise import normalise
from consult.models.question import About, AgeRange, Sex
from consult.models.question_fields import BY_NAME
from consult.privacy.contacts import find_contacts
from consult.privacy.phones import find_phones

MOST_DIGITS = 5
"""So many digits in a display name are a number by which somebody is reached."""


class WhoForm(StepForm):
    """Whose health it is about."""

    headings = {About.SELF: _("Who is this question about?")}
    hints = {About.SELF: _("You can ask for yourself, for your child, or for somebody you care for.")}

    about = forms.ChoiceField(
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": BY_NAME["about"].missing},
    )


class AgeForm(StepForm):
    """Age range and sex."""

    headings = {
        About.SELF: _("How old are you, and what is your sex?"),
        About.CHILD: _("How old is your child, and what sex?"),
        About.RELATIVE: _("How old are they, and what is their sex?"),
    }
    hints = {
        About.SELF: _(
            "What is likely, and what is safe, changes with age and sex. We ask for a range only, never a birthday. "
            "You can leave this out."
        )
    }

    age_range = forms.ChoiceField(
        label=BY_NAME["age_range"].form_label,
        choices=[(AgeRange.UNSAID, AgeRange.UNSAID.label), *[(age, age.label) for age in AgeRange if age]],
        required=False,
    )
    sex = forms.ChoiceField(
        label=BY_NAME["sex"].form_label,
        choices=[*[c for c in Sex.choices if c[0]], ("", _("Rather not say"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data: Any = None, *, answers: Mapping[str, Any]) -> None:
        super().__init__(data, answers=answers)
        ages = ages_for(self.about, answers.get("age_range", ""))
        self.fields["age_range"].choices = [  # type: ignore[attr-defined]
            (age, age.label) for age in (AgeRange.UNSAID, *ages)
        ]

    @classmethod
    def accepts(cls, answers: Mapping[str, Any]) -> bool:
        """Whether the age fits whom it is about: it may have been given before that was changed."""
        age = answers.get("age_range", "")
        fits = not age or age in ages_for(answers.get("about", ""), age)
        return fits and super().accepts(answers)


class GuardianForm(StepForm):
    """A parent or guardian agrees, for somebody below ADULT_AGE."""

    headings = {
        About.SELF: _("A parent or guardian has to agree"),
        About.CHILD: _("Do you agree as the parent or guardian?"),
        About.RELATIVE: _("A parent or guardian has to agree"),
    }
    hints = {
        About.SELF: _(
            "At your age we need a parent or guardian to agree. Please fill in this page together."
        ),
        About.CHILD: _("We answer questions about children only when a parent or guardian agrees."),
        About.RELATIVE: _(
            "The person you ask for is under age, so we can answer only when their parent or guardian agrees."
        ),
    }

    guardian = TypedCharField(widget=forms.CheckboxInput, required=False)

    def __init__(self, data: Any = None, *, answers: Mapping[str, Any]) -> None:
        super().__init__(data, answers=answers)
        self.fields["guardian"] = guardian_field()

    @classmethod
    def accepts(cls, answers: Mapping[str, Any]) -> bool:
        """Whether the present wording was agreed to.  One query."""
        try:
            guardian_field().clean(answers.get("guardian", ""))
        except ValidationError:
            return False
        return True

    def parts(self) -> list[Any]:
        """Show the whole wording beside the box; who asks alone is told first who listens in confidence."""
        alone = [HTML('{% include "consult/asking/alone.html" %}')] if asks_alone(self.answers) else []
        return [*alone, "guardian"]


def refuse_what_is_no_name(name: str) -> None:
    """Raise ValidationError for what is plainly not a pseudonym, in whatever characters it is typed."""
    plain = normalise(name)
    links = (span for span in find_contacts(plain) if "." in plain[span.start : span.end])
    digits = sum(character.isdecimal() for character in plain)
    if "@" in plain or digits >= MOST_DIGITS or any(links) or any(find_phones(plain, settings.COUNTRY)):
        raise ValidationError(
            _("A display name must not hold an e-mail address, a link or a telephone number.")
        )


class NameForm(StepForm):
    """The display name, and where to write to."""

    headings = {About.SELF: _("What should we call you?")}

    display_name = text_field(
        "display_name",
        label=BY_NAME["display_name"].label,
        help_text=_(
            "Your question appears under this name. We made one up so that nobody can recognise you. If you "
            "choose your own: not your real name, and not one you use elsewhere."
        ),
        missing=_("Choose a display name, or take the one we suggest."),
        too_long=_("A display name has at most %(limit_value)d letters."),
        validators=[refuse_what_is_no_name],
    )
    email = TypedEmailField(
        label=_("E-mail (optional)"),
        required=False,
        help_text=_(
            "Only to tell you when there is an answer, and to help you if you lose the link to your case. "
            "Nobody else sees it, and our e-mails never say what you asked."
        ),
    )

    def parts(self) -> list[Any]:
        """Offer another made-up name under the first field; the key Enter goes on instead."""
        first = HTML('{% include "consult/asking/enter.html" %}')
        another = HTML('{% include "consult/asking/another_name.html" %}')
        return [first, "display_name", another, "email"]

    def clean_display_name(self) -> str:
        """One space between its words."""
        return " ".join(self.cleaned_data["display_name"].split())
