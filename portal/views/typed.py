"""What was typed into a form that could not be taken, to be shown back."""

from dataclasses import dataclass

from django.http import QueryDict

from conditions.admin.packed_form import PACKED, fields
from consult.models.question_fields import BY_NAME

# Not shown back: what protects the form, what signs in, and buttons of the patient's pages.
HIDDEN = {
    "csrfmiddlewaretoken",
    "password",
    "password1",
    "password2",
    "oldpassword",
    "code",
    "send",
    "another",
}


@dataclass(frozen=True)
class Typed:
    """One value of the form; what is no words (numbers, versions, the button) is sent along unseen.

    What came packed is sent again as it came, and its words are only shown.
    """

    name: str
    value: str
    is_words: bool
    is_sent: bool = True

    @property
    def rows(self) -> int:
        """Lines to show it in."""
        return min(10, sum(1 + len(line) // 70 for line in self.value.splitlines()) or 1)

    @property
    def label(self) -> str:
        """What it is called."""
        field = BY_NAME.get(self.name)
        return str(field.label if field else self.name.rpartition("-")[2].replace("_", " "))


def typed_in(sent: QueryDict, *, all_words: bool = True) -> list[Typed]:
    """Every value of a form.

    Without `all_words`, what holds no letter (numbers, versions) and the button count as no words.
    """
    if packed := sent.get(PACKED):
        shown = [Typed(name, value, True, False) for name, value in fields(packed) if _is_words(name, value)]
        return [Typed(PACKED, packed, False), *shown]
    return [
        Typed(name, value, all_words or (name != "action" and any(letter.isalpha() for letter in value)))
        for name, values in sent.lists()
        for value in values
        if name not in HIDDEN and isinstance(value, str) and value.strip()
    ]


def _is_words(name: str, value: str) -> bool:
    """Whether a packed field holds what somebody wrote: not a tick, a state or a button."""
    return value != "on" and name != "seen_state" and name[0:1] != "_" and any(map(str.isalpha, value))
