"""Form fields of the admin."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class KnownRows(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows of a table that the form was given: `known`, by key.  Checking what was sent asks no database."""

    known: Mapping[int, Any] = {}

    def clean(self, value: Any) -> Any:
        """The rows, in the order in which they were sent."""
        by_key = {str(key): row for key, row in self.known.items()}
        sent = [str(each) for each in value or ()]
        for each in sent:
            if each not in by_key:
                text = self.error_messages["invalid_choice"]
                raise ValidationError(text, code="invalid_choice", params={"value": each})
        return [by_key[each] for each in dict.fromkeys(sent)]
