"""What a check can find, and what it proposes to write instead."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

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
    SCHOOL = "school", _("Name of a school or nursery")
    WORKPLACE = "workplace", _("Name of a workplace or club")
    PLACE = "place", _("Small place")
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
    Kind.SCHOOL: _("[name of a school removed]"),
    Kind.WORKPLACE: _("[name of a workplace removed]"),
    Kind.PLACE: _("[place removed]"),
    Kind.NAME: _("[name removed]"),
}
_OF_AN_ADDRESS = {Kind.ADDRESS, Kind.POSTCODE, Kind.PLACE}
_SIGNS = re.compile(r"[ ,./-]{0,2}")
# "Room 1203, Building 6, 88 Huaihai Road"
_NUMBER = re.compile(r",? \d{1,4}, ")
_HOUSES = {Kind.HOSPITAL, Kind.SCHOOL, Kind.WORKPLACE}
_IN = re.compile(r",? (?:in|near|at|outside) |, ")
_AT = re.compile(r",?(?: the)?(?: \w{1,12}){0,2} (?:at|of|from|in|with) (?:the )?")
# "Yusuf and Maryam", "Mary-Kate and her dad Fintan", "Pete n Sue"
_AND = re.compile(r",? (?:and|&|n|'n'|\+) (?:(?:my|our|his|her|their) [a-z]{2,12} )?")
# "Winifred \"Freda\" Clutterbuck", "Igreja Matriz de São Cosme"
_WITHIN_NAME = re.compile(
    r" [\"“'‘][^\"”’]{2,16}[\"”'’] | [\"“'‘]|[\"”'’] | (?:de|da|do|dos|di|del|della|du|des|of) "
)
# "14.02.2019 in Korsvik": where somebody was born.
_BORN_IN = re.compile(r",? (?:in|at) ")
# "Bev from the chippy in ...", "Mhairi, Isle of ..."
_WHENCE = re.compile(r",? from |, ")
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
    """Join overlapping spans, so that what is marked is marked whole; return findings in the order of the text.

    Joined spans are of the kind of the one that holds them all, else of the surest.
    """
    # A text of many marks says the same of each.
    said = cache(lambda kind: str(_INSTEAD[kind]))
    findings: list[Finding] = []
    cluster: list[Span] = []
    kinds: set[Kind] = set()
    end = -1
    for span in sorted(
        (span for span in spans if span.start < span.end), key=lambda span: (span.start, -span.end)
    ):
        if cluster and span.start >= end and not _goes_on(text[end : span.start], kinds, span.kind):
            findings.append(_joined(text, cluster, end, said))
            cluster, kinds = [], set()
        cluster.append(span)
        kinds.add(span.kind)
        end = max(end, span.end)
    if cluster:
        findings.append(_joined(text, cluster, end, said))
    return findings


def _goes_on(between: str, kinds: set[Kind], following: Kind) -> bool:
    """Whether the next span is more of the same: postcode and town, the two halves of a number, a doctor's hospital."""
    if Kind.CLINICIAN in kinds and following is Kind.HOSPITAL and _AT.fullmatch(between):
        return True
    if kinds & _HOUSES and following is Kind.PLACE and _IN.fullmatch(between):
        return True
    if kinds | {following} == {Kind.NAME, Kind.PLACE} and _WHENCE.fullmatch(between):
        return True
    if kinds == {following} == {Kind.NAME} and (_AND.fullmatch(between) or _WITHIN_NAME.fullmatch(between)):
        return True
    if kinds == {Kind.DATE} and following in {Kind.PLACE, Kind.NAME} and _BORN_IN.fullmatch(between):
        return True
    if between == " " and Kind.ADDRESS in kinds and following is Kind.NAME:  # "Flat 9 Consort House"
        return True
    if between == " " and {*kinds, following} == {
        Kind.NAME,
        Kind.EMAIL,
    }:  # "hoang phuong 1988 at yahoo dot com"
        return True
    if Kind.ADDRESS in kinds and following is Kind.ADDRESS and _NUMBER.fullmatch(between):
        return True
    return bool(_SIGNS.fullmatch(between)) and (
        kinds == {following}
        or (Kind.ADDRESS in kinds and following is Kind.ADDRESS and between != ". ")
        or (between != ". " and kinds | {following} <= _OF_AN_ADDRESS)
    )


def _joined(text: str, cluster: list[Span], end: int, said: Callable[[Kind], str]) -> Finding:
    start = cluster[0].start
    whole = [span for span in cluster if (span.start, span.end) == (start, end)]
    surest = min(whole or cluster, key=lambda span: _RANK[span.kind])
    kind = surest.kind
    if {span.kind for span in cluster} >= {Kind.CLINICIAN, Kind.HOSPITAL}:
        return Finding(
            Kind.CLINICIAN, start, end, text[start:end], str(_("[name of a doctor and a hospital removed]"))
        )
    return Finding(kind, start, end, text[start:end], surest.instead or said(kind))
