"""National identity, tax, health and card numbers: their check digits, through python-stdnum where it has them."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from importlib import import_module

_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"

Check = Callable[[str], bool]


def is_taiwan_id(number: str) -> bool:
    """Check a Taiwan ID or resident number ("A123456789"): the letter is two digits, weights 1, 9 to 1, 1, mod 10."""
    letter = _TAIWAN_LETTERS.find(number[:1].upper()) + 10
    if letter < 10 or len(number) != 10 or not number[1:].isdecimal():
        return False
    digits = [letter // 10, letter % 10, *map(int, number[1:])]
    weights = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 10 == 0


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


def is_us_ssn(number: str) -> bool:
    """Check the shape of a US Social Security number: no area 000, 666 or 9xx, no group 00, no serial 0000."""
    area, group, serial = number[:3], number[4:6], number[7:]
    return area not in {"000", "666"} and area[0] != "9" and group != "00" and serial != "0000"


def is_german_health_id(number: str) -> bool:
    """Check a German Krankenversichertennummer ("P095219750"): a letter as two digits, weights 1 and 2, mod 10."""
    digits = f"{ord(number[0].upper()) - 64:02d}{number[1:]}"
    sums = [int(digit) * (1 + place % 2) for place, digit in enumerate(digits[:-1])]
    return sum(value // 10 + value % 10 for value in sums) % 10 == int(digits[-1])


def is_australian_medicare(number: str) -> bool:
    """Check an Australian Medicare number: weights 1, 3, 7, 9, 1, 3, 7, 9, the ninth digit is their sum mod 10."""
    return sum(int(d) * w for d, w in zip(number, (1, 3, 7, 9, 1, 3, 7, 9), strict=False)) % 10 == int(
        number[8]
    )


def _stdnum(name: str) -> Check:
    """The check of a module of python-stdnum."""
    is_valid: Check = import_module(f"stdnum.{name}").is_valid
    return is_valid


# How each looks when it is written compactly, and its check.  Numbers of eight and nine digits with one check digit fit
# too many others: they need a word in front, which consult.privacy.identifiers looks for.
_CHECKS: tuple[tuple[re.Pattern[str], Check], ...] = tuple(
    (re.compile(shape, re.IGNORECASE), check)
    for shape, check in (
        (r"[A-Z][1289A-D]\d{8}", is_taiwan_id),
        (r"\d{17}[\dX]", is_china_id),
        (r"[A-Z]{1,2}\d{6}[0-9A]", is_hong_kong_id),
        (r"[A-Z]\d{9}", is_german_health_id),
        (r"[2-6]\d{9,10}", is_australian_medicare),
        (r"\d{10}", _stdnum("gb.nhs")),
        (
            r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]",
            lambda number: number[:2].upper() not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"},
        ),
        (r"\d{8}[A-Z]", _stdnum("es.dni")),
        (r"[XYZ]\d{7}[A-Z]", _stdnum("es.nie")),
        (r"[A-Z]{6}\d[\dA-Z]{8}[A-Z]", _stdnum("it.codicefiscale")),
        (r"[12]\d{12}(?:\d\d)?", _stdnum("fr.nir")),
        (r"[12]\d{4}2[AB]\d{8}", _stdnum("fr.nir")),
        (r"\d{11}", _stdnum("pl.pesel")),
        (r"[1-9]\d{10}", _stdnum("de.idnr")),
        (r"\d{11}", _stdnum("be.nn")),
        (r"\d{11}", _stdnum("no.fodselsnummer")),
        (r"\d{11}", _stdnum("hr.oib")),
        (r"\d{11}", _stdnum("tr.tckimlik")),
        (r"\d{11}", _stdnum("br.cpf")),
        (r"\d{11}", _stdnum("gr.amka")),
        (r"[1-6]\d{10}", _stdnum("ee.ik")),
        (r"\d{11}", _stdnum("lt.asmens")),
        (r"\d{11}", _stdnum("lv.pvn")),
        (r"\d{10}", _stdnum("bg.egn")),
        (r"\d{10}", _stdnum("ua.rntrc")),
        (r"[1-9]\d{12}", _stdnum("ro.cnp")),
        (r"\d{13}", _stdnum("si.emso")),
        (r"\d{13}", _stdnum("za.idnr")),
        (r"\d{13}", _stdnum("kr.rrn")),
        (r"\d{13}", _stdnum("th.pin")),
        (r"756\d{10}", _stdnum("ch.ssn")),
        (r"[2-9]\d{11}", _stdnum("in_.aadhaar")),
        (r"[A-Z]{5}\d{4}[A-Z]", _stdnum("in_.pan")),
        (r"\d{16}", _stdnum("id.nik")),
        (r"\d{7}[A-W][A-IW]?", _stdnum("ie.pps")),
        (r"[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d", _stdnum("mx.curp")),
        (r"[A-Z]{2}\d{2}[A-Z\d]{11,30}", _stdnum("iban")),
        (r"\d{13,19}", _stdnum("luhn")),
        (
            r"[STFGM]\d{7}[A-Z]",
            lambda _number: True,
        ),  # Singapore: its letter table changes, its shape does not
    )
)
# These are told by their dash: the same digits without it are too common.
_DASHED: tuple[tuple[re.Pattern[str], Check], ...] = tuple(
    (re.compile(shape, re.IGNORECASE), check)
    for shape, check in (
        (r"(?:\d\d)?\d{6}[-+]\d{4}", _stdnum("se.personnummer")),
        (r"\d{6}[-+A-FU-Y]\d{3}[\dA-Y]", _stdnum("fi.hetu")),
        (r"\d{6}-\d{4}", _stdnum("dk.cpr")),
        (r"\d{6}-\d{4}", _stdnum("is_.kennitala")),
        (r"\d{6}/\d{3,4}", _stdnum("cz.rc")),
        (r"\d{6}-\d{5}", _stdnum("lv.pvn")),
        (r"\d{1,2}\.?\d{3}\.?\d{3}-[\dK]", _stdnum("cl.rut")),
        (r"\d{5}-\d{7}-\d", _stdnum("pk.cnic")),
        (r"\d{6}-\d\d-\d{4}", _stdnum("my.nric")),
        (r"\d{3}[ -]\d{2}[ -]\d{4}", is_us_ssn),
        (r"\d{3}[ -]\d{3}[ -]\d{3}", _stdnum("ca.sin")),
    )
)
_SIGNS = re.compile(r"[ ./()-]+")


@lru_cache(maxsize=512)
def is_national_id(written: str) -> bool:
    """Whether a number, as written, has the shape and the check digits of a national number or of a payment card."""
    for shape, check in _DASHED:
        if shape.fullmatch(written) and check(written):
            return True
    if "." in written and not re.fullmatch(r"[\d]{2,3}\.[\d.]*-?[\d.]+", written):
        return False
    compact = _SIGNS.sub("", written)
    # A number that begins with 0 is a telephone's unless a word in front says what it is.
    if compact[:1] == "0" or len(set(compact)) < 2 or len(compact) < 8:
        return False
    return any(shape.fullmatch(compact) and check(compact) for shape, check in _CHECKS)
