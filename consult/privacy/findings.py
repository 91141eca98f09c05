"""What a check can find, and what it proposes to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Kinds of personal data, the surest first: where two overlap, the earlier one stands."""

    EMAIL = "email", _("E-mail address")
    LINK = "link", _("Link or account name")
    NATIONAL_ID = "national_id", _("ID number")
    RECORD_NUMBER = "record_number", _("Record number")
    DATE = "date", _("Exact date")
    PHONE = "phone", _("Phone number")
    ADDRESS = "address", _("Address")
    POSTCODE = "postcode", _("Postcode")
    CLINICIAN = "clinician", _("Name of a doctor")
    HOSPITAL = "hospital", _("Name of a hospital")
    NAME = "name", _("Name")


_INSTEAD = {
    Kind.EMAIL: _("[e-mail address removed]"),
    Kind.LINK: _("[link removed]"),
    Kind.NATIONAL_ID: _("[number removed]"),
    Kind.RECORD_NUMBER: _("[number removed]"),
    Kind.DATE: _("[date removed]"),
    Kind.PHONE: _("[phone number removed]"),
    Kind.ADDRESS: _("[address removed]"),
    Kind.POSTCODE: _("[postcode removed]"),
    Kind.CLINICIAN: _("[name of a doctor removed]"),
    Kind.HOSPITAL: _("[name of a hospital removed]"),
    Kind.NAME: _("[name removed]"),
}
_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of personal data: text[start:end] of the text checked, and what to write instead."""

    kind: Kind
    start: int
    end: int
    text: str
    suggestion: str

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(self.kind.label)


@dataclass(frozen=True, slots=True)
class Span:
    """A place that a detector points at; without `instead` the kind's own words are proposed."""

    kind: Kind
    start: int
    end: int
    instead: str = ""


def settle(text: str, spans: Iterable[Span]) -> list[Finding]:
    """Keep of overlapping spans the surest kind, then the longest; return findings in the order of the text."""
    taken = bytearray(len(text))
    kept = []
    for span in sorted(spans, key=lambda span: (_RANK[span.kind], span.start - span.end, span.start)):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            kept.append(span)
    kept.sort(key=lambda span: span.start)
    return [
        Finding(
            span.kind,
            span.start,
            span.end,
            text[span.start : span.end],
            span.instead or str(_INSTEAD[span.kind]),
        )
        for span in kept
    ]
