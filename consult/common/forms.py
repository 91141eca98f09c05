"""The door for typed text: form fields that bring what was typed into its one form before anything looks at it.

Forms use TypedCharField and its like.  The fields of a model form become such by `class Meta(TypedMeta)`, those of the
admin in portal/admin_site.py.  Passwords and codes stay as they are typed.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from consult.common.email_address import EmailAddressField
from consult.language.normalise import normalise


class Typed:
    """Normalises before it checks; a field of one line has no line ends.

    Text that was stored before is compared in the same form, so that what nobody touched has not changed.
    """

    widget: Any

    def to_python(self, value: Any) -> Any:
        """The text in its one form."""
        if isinstance(value, str):
            value = normalise(value)
            if not isinstance(self.widget, forms.Textarea):
                value = value.replace("\n", " ").replace("\t", " ")
        return super().to_python(value)  # type: ignore[misc]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the words differ, not how they were typed."""
        if isinstance(initial, str):
            initial = self.to_python(initial)
        return bool(super().has_changed(initial, data))  # type: ignore[misc]


class TypedCharField(Typed, forms.CharField):
    """A text."""


class TypedEmailField(Typed, EmailAddressField):
    """An e-mail address."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the address differs; one stored before that nobody can mail is compared as it is."""
        try:
            return super().has_changed(initial, data)
        except ValidationError:
            return str(initial) != str(data)


class TypedURLField(Typed, forms.URLField):
    """A web address; one without its scheme is taken for https."""

    def __init__(self, *, assume_scheme: str = "https", **options: Any) -> None:
        super().__init__(assume_scheme=assume_scheme, **options)


class TypedSlugField(Typed, forms.SlugField):
    """The last part of a page's address."""


TYPED_FIELDS: dict[type[models.Field[Any, Any]], type[forms.Field]] = {
    models.SlugField: TypedSlugField,
    models.EmailField: TypedEmailField,
    models.URLField: TypedURLField,
    models.CharField: TypedCharField,
    models.TextField: TypedCharField,
}
"""The form field of each kind of column with text."""


def typed_field(column: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """Return the form field of a column: text is normalised, other columns have their own."""
    if not column.choices:
        for kind in type(column).__mro__:
            if kind in TYPED_FIELDS:
                options.setdefault("form_class", TYPED_FIELDS[kind])
                break
    field: forms.Field | None = column.formfield(**options)
    return field


class TypedMeta:
    """What the Meta of a model form inherits."""

    formfield_callback = staticmethod(typed_field)
