"""Exact dates. A year, or a month and a year, is no exact date: it is what is proposed instead."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from consult.privacy.findings import Kind, Span

_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = "|".join(f"{name}|{name[:3]}\\.?" for name in _NAMES) + r"|Sept\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
_DAY_MONTH = re.compile(
    rf"\b(?P<day>{_DAY})(?P<ordinal>st|nd|rd|th)?(?: of)?[ -](?P<month>{_MONTH})\b(?:,?[ -](?P<year>{_YEAR})\b)?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b(?P<on>on )?(?P<month>{_MONTH}) (?P<day>{_DAY})(?P<ordinal>st|nd|rd|th)?\b(?!\d)"
    rf"(?:,? (?P<year>{_YEAR})\b)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?![\d/-]|\.\d)")
_CHINESE = re.compile(r"(?:(\d{2,4})年)?(\d{1,2})月(\d{1,2})[日號号]")
_BIRTH = re.compile(
    r"\b(?:born|birth|dob|d\.o\.b|birthday|birthdate)\b[^\n.]{0,14}$|(?:生日|出生)\S{0,4}$", re.IGNORECASE
)


def find_dates(text: str) -> Iterator[Span]:
    """Yield dates with a day and a month; each proposes its month and year, a birthday nothing of it."""
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for match in pattern.finditer(text):
            if _is_meant_as_date(match):
                start = match.start("month") if match.re is _MONTH_DAY else match.start()
                yield _span(text, start, match.end(), _less(match))
    for match in _NUMERIC.finditer(text):
        year = _year_of(match[1], match[3], match[4])
        if year:
            yield _span(text, match.start(), match.end(), year)
    for match in _CHINESE.finditer(text):
        yield _span(text, match.start(), match.end(), f"{match[1]}年" if match[1] else "")


def _is_meant_as_date(match: re.Match[str]) -> bool:
    """Tell "12 March" and "on June 5" from "5 may be" and "in June 20 tablets"."""
    if match["year"] or match["ordinal"]:
        return True
    if match.re is _MONTH_DAY:
        return bool(match["on"])
    return match["month"][0].isupper() or match["month"].lower() not in {
        "may",
        "mar",
        "march",
        "sep",
        "jan",
        "dec",
    }


def _less(match: re.Match[str]) -> str:
    """The month and year of a match: "March 1985"; an abbreviation is written out."""
    month = next(name for name in _NAMES if name[:3].lower() == match["month"][:3].lower())
    return f"{month} {match['year']}" if match["year"] else month


def _year_of(first: str, second: str, third: str) -> str:
    """Return the year of three numbers that can be a date in some order, else ""."""
    if len(first) == 4:
        year, pairs = first, [(second, third)]
    elif len(third) in {2, 4} and len(first) <= 2:
        year, pairs = third, [(first, second), (second, first)]
    else:
        return ""
    if len(year) == 4 and not 1900 <= int(year) <= 2100:
        return ""
    full = int(year) if len(year) == 4 else 2000
    for month, day in pairs:
        try:
            date(full, int(month), int(day))
        except ValueError:
            continue
        return year if len(year) == 4 else _("[date removed]")
    return ""


def _span(text: str, start: int, end: int, instead: str) -> Span:
    if _BIRTH.search(text[max(0, start - 30) : start]):
        instead = _("[date of birth removed]")
    return Span(Kind.DATE, start, end, instead)
