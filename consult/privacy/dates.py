"""Exact dates.  A year, or a month and a year, is none: it is what is proposed instead, as a sentence says it."""

import re
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.language.characters import has_digits, small
from consult.language.numbers import number_words
from consult.privacy.findings import Kind, Span
from consult.privacy.reading import key

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
# How other languages that are mixed into English call the months, by their number.
_FOREIGN = {
    "januar|janvier|enero|gennaio|januari|janeiro|stycznia|ledna|ianuarie|ocak": 0,
    "februar|février|fevrier|febrero|febbraio|februari|fevereiro|lutego|února|februarie|şubat": 1,
    "märz|maerz|mars|marzo|maart|março|marca|března|martie|mart": 2,
    "avril|abril|aprile|kwietnia|dubna|aprilie|nisan": 3,
    "mai|mayo|maggio|mei|maj|maio|maja|května|mayıs": 4,
    "juni|juin|junio|giugno|junho|czerwca|června|iunie|haziran": 5,
    "juli|juillet|julio|luglio|julho|lipca|července|iulie|temmuz": 6,
    "août|aout|agosto|augustus|augusti|sierpnia|srpna|ağustos": 7,
    "septembre|septiembre|settembre|setembro|września|září|septembrie|eylül": 8,
    "oktober|octobre|octubre|ottobre|outubro|października|října|octombrie|ekim": 9,
    "novembre|noviembre|novembro|listopada|listopadu|noiembrie|kasım": 10,
    "dezember|décembre|decembre|diciembre|dicembre|dezembro|grudnia|prosince|decembrie|aralık": 11,
}
_FOREIGN_MONTHS = {key(name): number for names, number in _FOREIGN.items() for name in names.split("|")}
_SMALL_NAMES = [name.lower() for name in _NAMES]
_MONTH = (
    "|".join(f"{name}|{name[:3]}\\.?" for name in _SMALL_NAMES) + r"|sept\.?|" + small("|".join(_FOREIGN))
)
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\b\.?,?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
# Patterns in small letters are for the text in small letters (`small`).
# What goes with the date: "on Tuesday the 4th of March" becomes "in March".
_LEAD = re.compile(rf"(?:\b(?P<on>on) {{1,3}})?(?:\b{_WEEKDAY} {{1,3}})?(?:\bthe {{1,3}})?$")
_LONGEST_LEAD = 28
_DAY_MONTH = re.compile(
    rf"(?<![\w.,/-])(?P<day>{_DAY})(?P<ordinal>st|nd|rd|th|\.|er|º)?(?: of| de| day of)?(?:[ /"
    rf"-]{{1,2}}|(?<=\.))(?P<month>{_MONTH})(?<![.])\b"
    rf"(?:(?:,?[ /-]{{1,2}}|\.)(?:de )?(?P<year>{_YEAR})\b"
    r"|[ /-](?P<short>\d\d)(?![.,/-]?\d|[\w%])(?:(?<=[/-]\d\d)|(?= ?(?:[,.;:)\n]|$))))?",
)
_MONTH_DAY = re.compile(
    rf"\b(?P<month>{_MONTH}) (?:the )?(?P<day>{_DAY})(?P<ordinal>st|nd|rd|th)?\b"
    r"(?!\d|[./%]|-\d| ?(?:mg|ml|mcg|tablets?|pills?|years?|weeks?|days?|to)\b)"
    rf"(?:,? (?P<year>{_YEAR})\b)?",
)
_NUMERIC = re.compile(
    r"(?<![\w./-])(?P<first>\d{1,4})(?P<mark>[./-]| / |\. )(?P<second>\d{1,2})(?P=mark)(?P<third>\d{1,4})(?!["
    r"\w/-]|\.\d)"
)
_TODAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_ROMAN = re.compile(r"(?<![\w.])\d{1,2}[. ]{1,2}[ivx]{1,4}[. ]{1,2}(?P<year>(?:19|20)\d\d)(?!\w)")
_CHINESE = re.compile(
    r"(?:(?:(\d{2,4})|民國\s?\d{2,3})年)?\s?(\d{1,2})月\s?(\d{1,2})[日號号]|(\d{4})년 ?\d{1,2}월 ?\d{1,2}일"
)
_BIRTH = re.compile(
    r"\b(?:born|birth|dob|d\.o\.b|d o b|birthday|birthdate|bday|b-day|geboren|geb|né|née|nacido|nacida|nato"
    r"|nata|urodzony|urodzona)\b\.?[^\n.]{0,14}$|(?:生日|出生|生年月日)\S{0,4}$",
)
# One of these stands in whatever `_BIRTH` and `_TELLING` take.
_OF_BIRTH = (
    "orn", "rth", "dob", "d.o.b", "d o b", "day", "geb", "né", "nac", "nat", "urodz", "生日", "出生", "生年",
)  # fmt: skip
_OF_TELLING = (
    "orn", "rth", "dob", "day", "appo", "appt", "apt", "boo", "adm", "ed", "referr", "letter", "due date", "funeral",
    "turn", "geb", "né", "nac", "nat", "urodz",
)  # fmt: skip
# A day without its year tells who somebody is only beside these: a birth, a booking, a stay, a letter.
_TELLING = re.compile(
    r"(?:\b(?:born|birth|dob|birthday|birthdate|bday|b-day|appointments?|appt|apt|booked|booking|admi(?:tted|ssion)"
    r"|discharged|referr(?:al|ed)|dated|letter|due date|edd|wedding|funeral|died|registered"
    r"|turn(?:s|ed|ing) \d{1,3})\b|geboren|\bgeb\b"
    r"|\bnée?\b"
    r"|nacid[oa]|\bnat[oa]\b|urodzon)[^\n.!?]{0,24}$",
)
_LONGEST_TELLING = 44
# Whose day it is, between a date and the words behind it: "12 March is my eldest son's birthday", "on 3 April she was".
_TO_BEHIND = (
    r"(?:,|\.(?= (?:that|this)\b))?[ \t]{0,2}(?:[(–-][ \t]?)?(?:(?:that|this|which|it)(?:'s| is| was) )?"
    r"(?:(?:is|was) )?(?:(?:when|also|actually|really|the day) ){0,2}"
    r"(?:(?:(?:my|our|his|her|their|your|the)(?: [^\W\d_][\w']{1,12}){0,2}|i|we|he|she|they|it) )?"
    r"(?:(?:am|is|are|was|were|got|have|has|been|an?) ){0,2}"
)
_BIRTH_BEHIND = re.compile(
    rf"{_TO_BEHIND}(?:born|date of birth|birthdate|dob|d\.o\.b|birthday|bday|b-day|geboren|geburtstag|né|née|nacid[oa]"
    r"|nat[oa]|urodzon[ya])\b|\s?[(（]?(?:是我的)?(?:生日|出生)",
)
_TELLING_BEHIND = re.compile(
    rf"{_TO_BEHIND}(?:appointments?|appt|booked|booking|admitted|admission|discharged|referral|referred|due date|edd"
    r"|wedding|funeral|died|registered|turn(?:s|ed|ing)? \d{1,3})\b",
)
# "the second of March twenty twenty four"
_SPELT = re.compile(
    r"\b(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|[a-z]{3,7}teenth"
    r"|tenth"
    rf"|eleventh|twelfth|twentieth|thirtieth) of (?:{'|'.join(_SMALL_NAMES)})\b"
    rf"(?:,? (?:(?:19|20)\d\d\b|(?:nineteen|twenty|two thousand)(?: and)?(?:[ -](?:hundred|oh|o"
    rf"|{number_words(100)})\b){{0,3}}))?",
)
# "5 Rajab 1443", "12 Tishrei 5785": only with the year, since the names of months are names of people too.
_OTHER_CALENDAR = re.compile(
    rf"(?<![\w.,/-]){_DAY}(?:st|nd|rd|th)? (?:of )?(?:muharram|safar|rabi[' ]?(?:al[- ])?\w{{1,8}}"
    r"|juma\w{1,3}(?: al[- ]\w{4,8})?"
    r"|rajab|sha'?ban|rama[dz]h?an|shawwal|dhu[' ]?al[- ]\w{4,6}|zil?\w{3,6}|farvardin|ordibehesht|khordad|tir|mordad"
    r"|shahrivar|mehr|aban|azar|dey|bahman|esfand|tishrei|cheshvan|kislev|tevet|shevat|adar|nisan|iyar|sivan|tammuz|av"
    r"|elul),? (?:1[34]\d\d|57\d\d)\b(?: ?ah\b)?",
)
# "New Year's Day 2023"
_FEAST = re.compile(
    r"\b(?:new year'?s (?:day|eve)|christmas (?:day|eve)|boxing day|valentine'?s day|st\.? patrick'?s day|halloween"
    r"|(?:bonfire|burns) night|leap day),? (?:in |of )?(?:19|20)\d\d\b",
)
# "date of birth five, seven, eighty-one"
_COUNT = rf"(?:oh|{number_words(100)}|hundred|thousand)"
_COUNTED = rf"({_COUNT}(?:[ ,/-]{{1,3}}(?:and |of )?(?:{_COUNT}|{'|'.join(_SMALL_NAMES)})\b){{2,6}})"
_SPELT_BIRTH = re.compile(
    rf"\b(?:date of birth|birth ?date|birthday|dob|born)(?: is| was| on|:|,)* (?:the )?{_COUNTED}",
)
_SPELT_BEFORE_BIRTH = re.compile(rf"\b{_COUNTED}(?={_BIRTH_BEHIND.pattern})")
_TIME_BEFORE = re.compile(
    r"\d ?(?:am|pm|h|o'clock)?[ ,]{1,2}$|\b(?:morning|evening|night|afternoon|noon|midnight|lunchtime)[ ,]{1,2}$",
)
_WAS_BEFORE = re.compile(
    r"\b(?:was|is|were|are|be|been|being|happened|began|begins|starts?|started|dated?|scheduled|planned"
    r"|arranged|booked|due)[ ]{1,3}$",
)


def find_dates(text: str) -> Iterator[Span]:
    """Yield dates with a day and a month; each proposes its month and year, a birthday nothing of it.

    With its year every date counts, the day of an event too: 45 CFR 164.514(b)(2)(i)(C).  Without one ("since 3 March")
    it returns every year, and counts only beside a birth, a booking or the like.
    """
    written, birth = small(text), _("[date of birth removed]")
    for match, less in _matches(text, written):
        if _has_year(match) or _is_told(match):
            yield _span(text, match, _less(match) if match.re in (_DAY_MONTH, _MONTH_DAY) else less, birth)
    for match in (*_SPELT_BIRTH.finditer(written), *_SPELT_BEFORE_BIRTH.finditer(written)):
        yield Span(Kind.DATE, *match.span(1), birth)
    if not has_digits(text):
        return
    for match in (*_OTHER_CALENDAR.finditer(written), *_FEAST.finditer(written)):
        yield Span(Kind.DATE, *match.span())
    for match in _TODAY.finditer(written):
        if _is_of_birth(written, *match.span()):
            yield Span(Kind.DATE, *match.span(), birth)


def _has_year(match: re.Match[str]) -> bool:
    """Whether the date says its year in figures or in words."""
    if match.re is _SPELT:
        return match[0].split()[-1].capitalize() not in _NAMES
    if match.re in (_DAY_MONTH, _MONTH_DAY):
        return bool(match["year"] or match.groupdict().get("short"))
    return match.re is not _CHINESE or bool(match[1] or match[4])


def _is_told(match: re.Match[str]) -> bool:
    """Whether the words before or behind a date without its year are of a birth, a booking or the like."""
    text = match.string
    if _BIRTH_BEHIND.match(text, match.end()) or _TELLING_BEHIND.match(text, match.end()):
        return True
    start = _lead(match).start()
    before = text[max(0, start - _LONGEST_TELLING) : start]
    return _holds(before, _OF_TELLING) and bool(_TELLING.search(before))


def _is_of_birth(written: str, start: int, end: int) -> bool:
    """Whether the words before or behind say that somebody was born then."""
    before = written[max(0, start - 30) : start]
    is_before = _holds(before, _OF_BIRTH) and _BIRTH.search(before)
    return bool(is_before or _BIRTH_BEHIND.match(written, end))


def _holds(before: str, pieces: tuple[str, ...]) -> bool:
    """Whether one of the pieces stands anywhere in it: told much sooner than by a pattern of whole words."""
    return any(piece in before for piece in pieces)


def _matches(text: str, written: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each date, found in small letters, with its year or what is left of it; `_less` says that of a named month."""
    for match in _SPELT.finditer(written):
        yield match, ""
    if not has_digits(text):
        return
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for match in pattern.finditer(written):
            if _is_meant_as_date(match, is_capital=text[match.start("month")].isupper()):
                yield match, ""
    for match in _NUMERIC.finditer(written):
        year = _year_of(match["first"], match["second"], match["third"])
        if year and not (match["mark"] in {". ", " / "} and len(match["third"]) < 4):
            yield match, year
    for match in _ROMAN.finditer(written):
        if text[match.start() : match.end()].isupper():
            yield match, match["year"]
    for match in _CHINESE.finditer(written) if not text.isascii() else ():
        yield match, f"{match[1]}年" if match[1] else ""


def _is_meant_as_date(match: re.Match[str], *, is_capital: bool) -> bool:
    """Tell "12 March" and "on June 5" from "5 may be" and "in June 20 tablets"."""
    if match["year"] or match["ordinal"] in {"st", "nd", "rd", "th"} or _lead(match)["on"]:
        return True
    month = match["month"].rstrip(".")
    if match.re is _MONTH_DAY:
        return (
            is_capital
            and month not in {"may", "mar", "march", "sun", "mai"}
            and bool(
                re.search(
                    r"\b(?:since|from|until|till|by|before|after|was|is|of|dated|due|born|next|last|this|for"
                    r"|to)\s{1,3}$",
                    match.string[max(0, match.start() - 12) : match.start()],
                )
            )
        )
    if month in {"mart", "mars", "mai", "maj", "mei", "ocak"} and not match["year"]:
        return False
    return is_capital or month not in {"may", "mar", "march", "sep", "jan", "dec"}


def _less(match: re.Match[str]) -> str:
    """The month and year of a match: "March 1985"; an abbreviation is written out."""
    typed = key(match["month"].rstrip("."))
    number = _FOREIGN_MONTHS.get(typed)
    if number is None:
        number = next(n for n, name in enumerate(_NAMES) if name[:3].lower() == typed[:3])
    short = match.groupdict().get("short")
    year = match["year"]
    if short:  # Nobody tells a doctor of a year to come.
        year = f"{20 if int(short) <= timezone.localdate().year % 100 else 19}{short}"
    return f"{_NAMES[number]} {year}" if year else _NAMES[number]


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
    # The day of a month that is too short for it is a slip, and as telling as the right one.
    if any(1 <= int(month) <= 12 and 1 <= int(day) <= 31 for month, day in pairs):
        return year if len(year) == 4 else _("[date removed]")
    return ""


def _lead(match: re.Match[str]) -> re.Match[str]:
    """ "on", the day of the week and "the" before a date; it may be empty."""
    found = _LEAD.search(match.string, max(0, match.start() - _LONGEST_LEAD), match.start())
    assert found is not None  # Its every part may be left out.
    return found


def _span(text: str, match: re.Match[str], less: str, birth: str) -> Span:
    """The date with the words that go with it, and a phrase that fits in their place: `birth` for one of birth."""
    first, end = match.span()
    lead = _lead(match)
    if _is_of_birth(match.string, lead.start(), end):
        return Span(Kind.DATE, first, end, birth)
    if not less or less.startswith("["):
        return Span(Kind.DATE, first, end, less)
    before = match.string[max(0, lead.start() - 16) : lead.start()]
    if lead["on"]:
        phrase = _("on a day in %s") % less if _TIME_BEFORE.search(before) else _("in %s") % less
        return Span(Kind.DATE, lead.start(), end, _like(text[lead.start() : lead.end()], phrase))
    if less[0].isascii() and _WAS_BEFORE.search(before):
        return Span(Kind.DATE, lead.start(), end, _("in %s") % less)
    return Span(Kind.DATE, lead.start(), end, less)


def _like(old: str, new: str) -> str:
    """The new words, with a capital where the old ones had it."""
    return new[0].upper() + new[1:] if old[0].isupper() else new
