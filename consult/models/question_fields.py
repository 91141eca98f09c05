"""The fields of a question, each in one row: what it is called, who is asked, who may change it, who reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import partial
from typing import Any

from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from consult.models.question import Question


class Part(Enum):
    """Which part of the question a field belongs to.  Forms and pages keep the fields of a part together."""

    WORDS = auto()
    """The patient's prose, which the red-flag scan reads."""
    NAME = auto()
    PERSON = auto()
    FILING = auto()
    CONTACT = auto()
    STANDING = auto()


class Until(Enum):
    """Until when its patient may change a field."""

    SENT = auto()
    REPLIED = auto()
    ERASED = auto()


class Heading(Enum):
    """Whether a field stands under a heading of its own where the question is told; others have a place by hand."""

    NONE = auto()
    FOR_PATIENT = auto()
    FOR_ALL = auto()


@dataclass(frozen=True, kw_only=True)
class QuestionField:
    """One fact of a question.  What staff call it, its choices and its limit stand on the column itself."""

    name: str
    """In drafts, forms and the export."""
    label: Any
    """What its patient calls it."""
    part: Part
    column: str | None = ""
    """Its column of Question: empty for one of the same name, None when it is kept elsewhere."""
    shows: str = "name"
    """Of a related row: the attribute that is told."""
    step: str = ""
    """The page of the way to ask on which it is asked (consult.asking.steps); empty when nobody is asked."""
    asked_as: Any = ""
    """Its label in a form that asks for all at once, where that is not `label`."""
    missing: Any = ""
    """What a form says when it is left out and must not be."""
    unsaid: Any = ""
    """What is told when nothing was said; empty to leave it out."""
    rows: int = 0
    """Its lines in a form that asks for all at once; 0 for an input of one line."""
    heading: Heading = Heading.NONE
    until: Until = Until.SENT
    staff_edit: bool = False
    """An editor may change it before publication."""
    is_watched: bool = False
    """Told to a doctor at work when it changes meanwhile."""
    is_exported: bool = True
    is_public: bool = False
    may_identify: bool = False
    """Free text that may hold personal data, so it is checked for that."""
    outlives_erasure: bool = False

    @property
    def column_name(self) -> str:
        """The name of its column."""
        return self.column or self.name

    @property
    def model_field(self) -> Any:
        """Its column."""
        return Question._meta.get_field(self.column_name)

    @property
    def is_answer(self) -> bool:
        """Whether it is an answer of the patient that is kept in a column of the same name."""
        return bool(self.step) and self.column == ""

    @property
    def is_optional(self) -> bool:
        """Whether an answer may be left out."""
        return bool(self.model_field.blank)

    @property
    def limit(self) -> int:
        """How many letters it may have; 0 for no limit."""
        return self.model_field.max_length or 0

    @property
    def label_for_staff(self) -> str:
        """What staff and readers call it."""
        return str(capfirst(self.model_field.verbose_name))

    @property
    def form_label(self) -> Any:
        """Its label in a form that asks for all at once."""
        label = self.asked_as or self.label
        # The choice of a related row offers words for "none" instead.
        is_told = self.is_optional and not self.model_field.is_relation
        return format_lazy(_("{label} (optional)"), label=label) if is_told else label

    def told(self, question: Question) -> Any:
        """Its value in this question as people read it, safe for JSON: text, a list of texts, a time, or None."""
        value = getattr(question, self.column_name)
        if self.model_field.many_to_many:
            return [getattr(row, self.shows) for row in value.all()]
        if self.model_field.is_relation:
            return getattr(value, self.shows) if value else ""
        if self.model_field.choices:
            return getattr(question, f"get_{self.column_name}_display")() if value else ""
        return value.isoformat() if isinstance(value, datetime) else value


# What patients are asked is read by everybody once it is published, and can be changed and corrected until then.
_answer = partial(QuestionField, until=Until.REPLIED, staff_edit=True, is_watched=True, is_public=True)
_prose = partial(_answer, part=Part.WORDS, may_identify=True)
_standing = partial(QuestionField, part=Part.STANDING)

FIELDS = (
    _standing(name="number", label=_("Number"), column="id", is_public=True, outlives_erasure=True),
    _prose(
        name="title",
        label=_("Your question"),
        step="what",
        asked_as=_("Your question in one line"),
        missing=_("Sum up your question in one line."),
    ),
    _prose(
        name="body",
        label=_("What is happening"),
        step="what",
        missing=_("Tell us what is happening."),
        rows=8,
    ),
    _prose(name="began", label=_("When it began"), step="began", heading=Heading.FOR_ALL),
    _prose(
        name="tried",
        label=_("Tried, and tests"),
        step="tried",
        asked_as=_("What has been tried, and tests"),
        rows=4,
        heading=Heading.FOR_ALL,
    ),
    _prose(name="seen", label=_("Who has been seen"), step="seen", rows=3, heading=Heading.FOR_ALL),
    _prose(
        name="wants",
        label=_("What you want to know"),
        step="wants",
        asked_as=_("What you most want to know"),
        rows=3,
        heading=Heading.FOR_ALL,
    ),
    _answer(
        name="display_name",
        label=_("Display name"),
        part=Part.NAME,
        step="name",
        missing=_("Choose a display name."),
        may_identify=True,
    ),
    _answer(
        name="about",
        label=_("About"),
        part=Part.PERSON,
        step="who",
        asked_as=_("Who is it about?"),
        missing=_("Choose who the question is about: you, your child, or somebody you care for."),
        staff_edit=False,
        is_watched=False,
    ),
    _answer(name="age_range", label=_("Age"), part=Part.PERSON, step="age"),
    _answer(name="sex", label=_("Sex"), part=Part.PERSON, step="age"),
    QuestionField(
        name="guardian",
        label=_("Parent or guardian agrees"),
        part=Part.PERSON,
        column=None,  # It is kept as a consent, and exported with the others.
        step="guardian",
        is_exported=False,
    ),
    _answer(
        name="specialty",
        label=_("Kind of doctor"),
        part=Part.FILING,
        step="specialty",
        asked_as=_("Which kind of doctor should answer?"),
        unsaid=_("I am not sure"),
        heading=Heading.FOR_PATIENT,
        is_watched=False,
    ),
    QuestionField(name="topics", label=_("Topics"), part=Part.FILING, staff_edit=True, is_public=True),
    QuestionField(
        name="email",
        label=_("E-mail"),
        part=Part.CONTACT,
        column="contact",
        shows="email",
        step="name",
        until=Until.ERASED,
    ),
    _standing(name="status", label=_("Status"), is_watched=True),
    _standing(name="message_from_staff", label=_("Message to you"), column="staff_message", is_watched=True),
    _standing(name="asked_at", label=_("Asked on"), is_public=True),
    _standing(name="answered_at", label=_("Answered on")),
    _standing(name="published_at", label=_("Published on"), is_public=True),
)

BY_NAME = {field.name: field for field in FIELDS}
# The patient's prose.
WORDS = tuple(field.name for field in FIELDS if field.part is Part.WORDS)
# The answers that a question is made of, and those that its patient may change until a doctor has replied.
ANSWERS = tuple(field for field in FIELDS if field.is_answer)
EDITABLE = tuple(field for field in ANSWERS if field.until is Until.REPLIED)
# What an editor may change.
STAFF_EDITS = tuple(field for field in FIELDS if field.staff_edit)
# What is checked for personal data, and what its patient calls it.
CHECKED = {field.name: field.label for field in FIELDS if field.may_identify}


def of_part(fields: Iterable[QuestionField], *parts: Part) -> list[str]:
    """Return the names of those fields that belong to these parts, part by part."""
    fields = list(fields)
    return [field.name for part in parts for field in fields if field.part is part]
