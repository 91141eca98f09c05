"""A field that people do not see: who fills it in is a program that fills in everything.

It is hidden by the style sheet, so that no screen reader meets it and no key leads to it; its name and its marks keep
password managers and the browser's own filling-in away.  Where no style is read, its label says what it is.
"""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TypedCharField

NAME = "second_line"
_LEFT_ALONE = {
    "autocomplete": "off",
    "tabindex": "-1",
    "data-1p-ignore": "",
    "data-bwignore": "",
    "data-form-type": "other",
    "data-lpignore": "true",
}


class TrappedForm(forms.Form):
    """A form with the trap, which its layout places by `trap()`."""

    second_line = TypedCharField(
        label=_("Leave this empty: it is there to catch programs."),
        required=False,
        widget=forms.TextInput(attrs=_LEFT_ALONE),
    )

    @property
    def is_trapped(self) -> bool:
        """Whether the trap was filled in."""
        return bool(self.data.get(self.add_prefix(NAME)))


def trap() -> Div:
    """The trap as a part of a layout."""
    return Div(NAME, css_class="trap")
