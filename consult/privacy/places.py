"""Postal addresses and postcodes."""

import re
from collections.abc import Iterator

from consult.language.word_lists import word_lists, word_set
from consult.privacy.findings import Kind, Span

# The 124 postcode areas (Royal Mail, PAF Programmers Guide).
_UK_AREAS = word_set(
    """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN
    EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML
    N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD
    TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
    """
)
_UK_POSTCODE = re.compile(r"\b([A-Z]{1,2})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b")
_SAID_POSTCODE = re.compile(
    r"\b(?:postcode|post code|zip code|zip|postal code)(?: is)?[ :]{1,3}([A-Z0-9]{2,5}[ -]?[A-Z0-9]{0,4})\b",
    re.IGNORECASE,
)
_US_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK"
    "|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY"
)
_US_POSTCODE = re.compile(rf"\b(?:{_US_STATES})[ ,]{{1,2}}\d{{5}}(?:-\d{{4}})?\b")
_CANADA_POSTCODE = re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b")

_ROADS = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|close|court|place|gardens|crescent|terrace|boulevard|blvd|square|grove"
    "|mews|walk|way|row|hill|alley|highway|parade"
)
_CAPITAL = r"[A-Z][\w'’.-]{0,20}"
_WITH_NUMBER = re.compile(
    rf"\b(?:(?i:flat|apartment|apt|unit|room|suite|no\.?|number) ?\d{{1,4}}[A-Za-z]?,? )?"
    rf"\d{{1,5}}[A-Za-z]?,? (?:{_CAPITAL} ){{1,4}}(?i:{_ROADS})\b\.?"
)
_LOWER_CASE = re.compile(
    r"\b\d{1,5}[a-z]? ((?:[a-z]{3,15} ){1,2})(?:street|road|avenue|lane|crescent|boulevard)\b", re.IGNORECASE
)
_FLAT = re.compile(
    r"\b(?:Flat|Apartment|Apt\.?|Unit) \d{1,4}[A-Za-z]?, ?[A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20}){0,3}"
)
_LIVES_AT = re.compile(
    rf"\b(?i:live|lives|living|lived|stay|staying|address is|address:) (?:at )?({_CAPITAL}(?:,? {_CAPITAL}){{0,6}})"
)
_HOUSE_NAME = re.compile(rf"\b(?i:{_ROADS}|cottage|house|farm|lodge|manor|villa|tower|block)\b")
_BOX = re.compile(r"\bP\.? ?O\.? ?Box \d{1,6}\b", re.IGNORECASE)
_ROMANISED = re.compile(
    r"\b(?:No\.? ?\d{1,4},? ?)?(?:Aly\.? ?\d{1,4},? ?)?(?:Ln\.? ?\d{1,4},? ?)?(?:Sec(?:tion|\.)? ?\d,? ?)"
    r"(?:[A-Z][\w'’.-]{0,20} ){1,4}(?:Road|Rd\.?|Street|St\.?|Boulevard|Blvd\.?)"
)
_CHINESE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,3}[市縣县])?[\u4e00-\u9fff]{1,4}[區区鄉鎮市][\u4e00-\u9fff\d]{1,8}[路街]"
    r"[\u4e00-\u9fff\d\s-]{0,16}?\d{1,5}[號号]"
)
_NOT_ROAD_NAMES = word_lists("privacy")["not_road_names"]


def find_places(text: str) -> Iterator[Span]:
    """Yield postal addresses and postcodes of the United Kingdom, the United States, Canada and Taiwan."""
    for match in _UK_POSTCODE.finditer(text):
        if match[1] in _UK_AREAS:
            yield Span(Kind.POSTCODE, *match.span())
    for pattern in (_US_POSTCODE, _CANADA_POSTCODE):
        for match in pattern.finditer(text):
            yield Span(Kind.POSTCODE, *match.span())
    for match in _SAID_POSTCODE.finditer(text):
        if any(mark.isdecimal() for mark in match[1]):
            yield Span(Kind.POSTCODE, *match.span(1))
    for pattern in (_WITH_NUMBER, _FLAT, _BOX, _ROMANISED, _CHINESE):
        for match in pattern.finditer(text):
            yield Span(Kind.ADDRESS, *match.span())
    for match in _LIVES_AT.finditer(text):
        if _HOUSE_NAME.search(match[1]):
            yield Span(Kind.ADDRESS, *match.span(1))
    for match in _LOWER_CASE.finditer(text):
        if not _NOT_ROAD_NAMES.intersection(match[1].lower().split()):
            yield Span(Kind.ADDRESS, *match.span())
