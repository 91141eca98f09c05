"""What happened, in the patient's words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult.asking.forms.base import StepForm, text_field
from consult.models.question import About
from consult.models.question_fields import BY_NAME


class WhatForm(StepForm):
    """What happened, and one line that sums it up."""

    headings = {
        About.SELF: _("What is happening?"),
        About.CHILD: _("What is happening with your child?"),
        About.RELATIVE: _("What is happening with them?"),
    }
    hints = {
        About.SELF: _(
            "Use your own words. Leave out names, places and exact dates: anything that could show who you are."
        )
    }
    labels = {
        "body": {
            About.SELF: _("What you feel or see, where, and how it has changed"),
            About.CHILD: _("What you and your child notice, where, and how it has changed"),
            About.RELATIVE: _("What you or they notice, where, and how it has changed"),
        }
    }

    examples = {
        About.SELF: _("For example: “Why does my left cheek go numb in the cold?”"),
        About.CHILD: _("For example: “Why does my son's ear hurt every night?”"),
        About.RELATIVE: _("For example: “Why do my mother's hands shake in the morning?”"),
    }

    body = text_field("body", rows=8)
    title = text_field(
        "title",
        label=BY_NAME["title"].form_label,
        too_long=_("One line has at most %(limit_value)d letters. The rest fits in the text above it."),
    )

    def __init__(self, data: Any = None, *, answers: Mapping[str, Any]) -> None:
        super().__init__(data, answers=answers)
        self.fields["title"].help_text = self.examples[About(self.about)]


class BeganForm(StepForm):
    """When it began."""

    headings = {About.SELF: _("When did it begin? (optional)")}
    hints = {
        About.SELF: _("Roughly is enough: “about two weeks ago”, “since spring”. No exact date is needed.")
    }

    began = text_field("began", too_long=_("Please shorten this to %(limit_value)d letters."))


class TriedForm(StepForm):
    """What was tried, and tests."""

    headings = {About.SELF: _("What has been tried, and which tests were done? (optional)")}
    hints = {About.SELF: _("Medicines, home remedies, blood tests, scans, and whether anything helped.")}

    tried = text_field("tried", rows=5)


class SeenForm(StepForm):
    """Who has been seen."""

    headings = {
        About.SELF: _("Who have you seen about it? (optional)"),
        About.CHILD: _("Who has seen your child about it? (optional)"),
        About.RELATIVE: _("Who have they seen about it? (optional)"),
    }
    hints = {
        About.SELF: _(
            "For example a family doctor or a pharmacist, and what they said. Leave out their names."
        )
    }

    seen = text_field("seen", rows=4)


class WantsForm(StepForm):
    """What the patient wants to know."""

    headings = {About.SELF: _("What do you most want to know? (optional)")}
    hints = {About.SELF: _("The doctor will answer this first. It is fine not to be sure.")}

    wants = text_field("wants", rows=4)
