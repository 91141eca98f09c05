"""The box with which a parent or guardian agrees."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TypedCharField
from consult.models import ConsentWording
from consult.models.consent import ConsentKind

REFUSED = _("Tick the box if the parent or guardian agrees. We cannot go on without.")


class WordingBox(forms.CheckboxInput):
    """A box that sends the number of the wording beside it."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """The number sent, "" when the box is not ticked."""
        return data.get(name, "")


def guardian_field() -> forms.CharField:
    """Return a box for the present wording of a guardian's consent; an older wording does not count."""
    wording = ConsentWording.objects.current()[ConsentKind.GUARDIAN]
    number = str(wording.pk)

    def present(value: str) -> None:
        if value != number:
            raise ValidationError(REFUSED)

    box = WordingBox(attrs={"value": number}, check_test=lambda value: str(value) == number)
    return TypedCharField(
        label=wording.text, widget=box, validators=[present], error_messages={"required": REFUSED}
    )
