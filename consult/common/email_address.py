"""E-mail addresses in one form: what is typed, compared, stored and mailed is the same mailbox.

The part before @ is ASCII, the domain its A-labels by IDNA 2008 (RFC 5891, with the mapping of UTS 46, never the old
one that turns "straße" into "strasse"), all in lower case.
"""

from typing import Any

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from consult.language.normalise import normalise

LONGEST = 254
"""Characters of a whole address (RFC 5321, erratum 1690)."""
LONGEST_LOCAL_PART = 64

NOT_WHOLE = _("This is not a whole e-mail address. It looks like name@example.org.")
_NOT_ASCII = _(
    "Before the @ an e-mail address has letters a to z without accents, digits and signs like . - _ and +. "
    "Please check that part."
)
_TOO_LONG = _("An e-mail address has at most %(limit)d letters. Please check it.")

_is_address = EmailValidator(NOT_WHOLE, "invalid")


def clean_email(address: str) -> str:
    """Return the address in its one form.  Raises ValidationError, in words for who typed it."""
    address = normalise(address).strip()
    local, at, domain = address.rpartition("@")
    if not (local and at and domain):
        raise ValidationError(NOT_WHOLE, "invalid")
    if len(address) > LONGEST or len(local) > LONGEST_LOCAL_PART:
        raise ValidationError(_TOO_LONG, "too_long", {"limit": LONGEST})
    if not local.isascii():
        raise ValidationError(_NOT_ASCII, "invalid")
    try:
        a_labels = idna.encode(domain, uts46=True, std3_rules=True, transitional=False).decode()
    except UnicodeError as error:
        raise ValidationError(NOT_WHOLE, "invalid") from error
    clean = f"{local}@{a_labels}".lower()
    if len(clean) > LONGEST:
        raise ValidationError(_TOO_LONG, "too_long", {"limit": LONGEST})
    _is_address(clean)
    return clean


class EmailAddressField(forms.EmailField):
    """Where an address is typed: its clean form, or an error that says what to mend."""

    # Django's own check would let pass what nobody can mail, and say less.
    default_validators = []

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}))
        # In letters of its language an address may be shorter than its A-labels: the limit is not the browser's.
        super().__init__(**{**options, "max_length": None})

    def to_python(self, value: Any) -> str:
        """The address in its one form; "" when nothing was typed."""
        typed = super().to_python(value)
        return clean_email(typed) if typed else ""
