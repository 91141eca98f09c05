"""Numbers that name one person: national ID numbers with their checksums, and numbers of a record."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle

from consult.privacy.dates import find_dates
from consult.privacy.findings import Kind, Span

_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def is_taiwan_id(number: str) -> bool:
    """Check a Taiwan ID or resident number ("A123456789"): the letter is two digits, weights 1, 9 to 1, 1, mod 10."""
    letter = _TAIWAN_LETTERS.find(number[:1].upper()) + 10
    if letter < 10 or len(number) != 10 or not number[1:].isdecimal():
        return False
    digits = [letter // 10, letter % 10, *map(int, number[1:])]
    weights = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 10 == 0


def is_nhs_number(number: str) -> bool:
    """Check a UK NHS number: ten digits, weights 10 to 2, modulus 11 (NHS Data Dictionary, NHS NUMBER)."""
    if len(number) != 10 or not number.isdecimal() or len(set(number)) == 1:
        return False
    check = (
        11 - sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False)) % 11
    )
    return check != 10 and check % 11 == int(number[9])


def is_us_ssn(number: str) -> bool:
    """Check the shape of a US Social Security number: no area 000, 666 or 9xx, no group 00, no serial 0000."""
    area, group, serial = number[:3], number[3:5], number[5:]
    plain = len(number) == 9 and number.isdecimal()
    return plain and area not in {"000", "666"} and area[0] != "9" and group != "00" and serial != "0000"


def is_china_id(number: str) -> bool:
    """Check a Chinese resident number (GB 11643): a birthday inside, ISO 7064 mod 11-2 at the end."""
    if len(number) != 18 or not number[:17].isdecimal():
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


def is_hong_kong_id(number: str) -> bool:
    """Check a Hong Kong identity card number ("A1234563"): weights 9 or 8 down to 1, modulus 11."""
    padded = number.upper().rjust(9)
    values = [36 if mark == " " else int(mark, 36) for mark in padded]
    return sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True)) % 11 == 0


def is_card_number(number: str) -> bool:
    """Check a payment card number by the Luhn sum (ISO/IEC 7812)."""
    if not 13 <= len(number) <= 19 or not number.isdecimal() or len(set(number)) == 1:
        return False
    doubled = (int(digit) * factor for digit, factor in zip(reversed(number), cycle((1, 2)), strict=False))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_uk_national_insurance(number: str) -> bool:
    """Check the prefix of a UK National Insurance number (HMRC manual NIM39110)."""
    return number[:2].upper() not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}


_NATIONAL: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(r"(?<![A-Za-z0-9])[A-Za-z][1289A-Da-d]\d{8}(?!\d)"), is_taiwan_id),
    (re.compile(r"(?<![\d+.,/-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d/-]|[.,]\d)"), is_nhs_number),
    (re.compile(r"(?<![\d+.,/-])\d{3}[ -]\d{2}[ -]\d{4}(?![\d/-]|[.,]\d)"), is_us_ssn),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])"), is_china_id),
    (re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{6}\(?[0-9Aa]\)?(?![A-Za-z0-9])"), is_hong_kong_id),
    (re.compile(r"(?<![\d.,-])\d{4}(?:[ -]?\d{2,6}){2,4}(?![\d-]|[.,]\d)"), is_card_number),
    (
        re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE),
        is_uk_national_insurance,
    ),
)
_RECORD = re.compile(
    r"\b(?:(?:hospital|patient|medical|health|case|chart|record|reference|ref|policy|insurance|member|membership"
    r"|account|passport|licence|license|sample|specimen|accession|lab|registration|ticket|booking|nhi|nhs|mrn|id"
    r"|national insurance|social security|ssn|employee|student|serial|device)\b[ .]{0,2}){1,3}"
    r"(?:number|num|no|nr|id|card|code)?\b[ .]{0,2}(?:is|was|=|:|#|№)?[ #:]{0,3}"
    r"([A-Z0-9](?:[A-Z0-9/-]{2,20})[A-Z0-9])\b",
    re.IGNORECASE,
)
_CHINESE_RECORD = re.compile(r"(?:病歷|病历|身分證|身份證|健保卡)[號号]?碼?[是:: ]{0,3}([A-Za-z0-9-]{4,20})")
_RECORD_DIGITS = 4


def find_identifiers(text: str) -> Iterator[Span]:
    """Yield national ID and payment card numbers whose checksum is right, and numbers called a record's."""
    for pattern, is_valid in _NATIONAL:
        for match in pattern.finditer(text):
            if is_valid(re.sub(r"[^0-9A-Za-z]", "", match.group())):
                yield Span(Kind.NATIONAL_ID, *match.span())
    for pattern in (_RECORD, _CHINESE_RECORD):
        for match in pattern.finditer(text):
            if sum(mark.isdecimal() for mark in match[1]) >= _RECORD_DIGITS and not _is_date_or_year(
                match[1]
            ):
                yield Span(Kind.RECORD_NUMBER, *match.span(1))


def _is_date_or_year(number: str) -> bool:
    """ "record 2019" and "record 12/03/2019" are no record numbers."""
    return bool(re.fullmatch(r"(?:19|20)\d\d", number)) or any(find_dates(number))
