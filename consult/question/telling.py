"""What of a question is told to whom: on the thread, in print, to its patient, at the doctor's desk."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult.models import Question
from consult.models.question import About
from consult.models.question_fields import FIELDS, Heading, QuestionField

# How the desk names who asks.
ASKS = {
    About.SELF: _("asks for themselves"),
    About.CHILD: _("asks for their child"),
    About.RELATIVE: _("asks for somebody they care for"),
}


@dataclass(frozen=True)
class Audience:
    """Somebody who reads a question."""

    name: str
    is_patient: bool = False
    """Reads their own question, with the names that patients know."""
    is_public: bool = False
    longest: int = 0
    """Letters after which the text is cut; 0 for never."""

    def headed(self, field: QuestionField) -> bool:
        """Whether the field is told under a heading of its own."""
        if self.is_public and not field.is_public:
            return False
        return field.heading is Heading.FOR_ALL or (self.is_patient and field.heading is Heading.FOR_PATIENT)


AUDIENCES = {
    audience.name: audience
    for audience in (
        Audience("thread", is_public=True),
        # A very long question is cut, so that the doctor gets two sheets and not six.
        Audience("print", is_public=True, longest=3_000),
        Audience("case", is_patient=True),
        Audience("desk"),
    )
}


@dataclass(frozen=True)
class Section:
    """One field under its own heading."""

    name: str
    heading: str
    text: Any


@dataclass(frozen=True)
class Told:
    """A question as one audience reads it."""

    question: Question
    audience: Audience

    @property
    def asks(self) -> Any:
        """For whom the patient asks."""
        return ASKS[About(self.question.about)]

    @property
    def is_cut(self) -> bool:
        """Whether the text is longer than this audience reads."""
        return bool(self.audience.longest) and len(self.question.body) > self.audience.longest

    @property
    def sections(self) -> list[Section]:
        """What stands below the text, each under its heading; what was not said is left out."""
        found = [
            Section(
                field.name,
                str(field.label) if self.audience.is_patient else field.label_for_staff,
                field.told(self.question) or str(field.unsaid),
            )
            for field in FIELDS
            if self.audience.headed(field)
        ]
        return [section for section in found if section.text]
