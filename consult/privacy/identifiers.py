"""Numbers that name one person: national identity numbers by their check digits, and numbers called somebody's."""

import re
from collections.abc import Iterator

from consult.language.characters import has_digits, small
from consult.privacy.dates import find_dates
from consult.privacy.findings import Kind, Span
from consult.privacy.national_ids import is_national_id

# A number as people write it: groups with a digit in them, and single letters at the end ("AB 12 34 56 C").
_GROUP = r"[A-Za-z]{0,6}\d[A-Za-z0-9]{0,30}"
_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9_.,/+#-])(?:[A-Z]{{2}} )?{_GROUP}(?:(?:[ ./-]|- ){_GROUP}|[ -][A-Za-z]{{1,2}}(?![\w'])"
    r"|\([0-9A]\)){0,9}(?![A-Za-z0-9_%])"
)
_CUT = re.compile(r"[ ./()-]+")
MOST_NUMBERS = 500

_NOUNS = (
    r"hospital|patient|wristband|collar|warrant|badge|service|payroll|medical|health|healthcare|case|chart"
    r"|record|reference|ref|policy|insurance|insured"
    r"|member|membership|account|acct|passport|licen[cs]e|driving licen[cs]e|sample|specimen"
    r"|accession|lab|laboratory|registration|ticket|booking|nhi|nhs|mrn|hosp|chi|id|identity|national "
    r"insurance|ni|nino|national id|social security|social|ssn|sin|tfn|ird|medicare|medicaid|employee|staff"
    r"|student|serial|device|pacemaker"
    r"|implant|claim|claims|customer|client|order|tracking|invoice|prescription|rx|file|unit|appointment"
    r"|referral|dossier|médical|histoire|historia|visa|residence permit|permit|card|bank card"
    r"|sort code|iban|account|barcode"
    r"|ehic|ghic|kvnr|kv|krankenversichertennummer|versichertennummer|versicherungsnummer"
    r"|sozialversicherungsnummer|svnr|sv|steuer-?id|steuerliche identifikationsnummer|identifikationsnummer"
    r"|personalausweis|ausweis"
    r"|dni|nie|nif|nuss|cip|carnet|curp|rfc|cédula|cedula|cpf|rg|cartão|utente|sns|sécu|secu|sécurité sociale"
    r"|nir|carte vitale|vitale|mutuelle|codice fiscale|tessera sanitaria|tessera|fiscal code"
    r"|bsn|burgerservicenummer|rijksregisternummer|rijksregister|insz|niss|pesel|dowód|dowod|rodné číslo|rodne "
    r"cislo|cnp|egn|oib|jmbg|emšo|amka|personnummer|samordningsnummer|fødselsnummer|fodselsnummer|cpr"
    r"|cpr-nummer|hetu|henkilötunnus|kennitala"
    r"|isikukood|asmens kodas|personas kods|tc kimlik|kimlik|aadhaar|aadhar|adhaar|pan|voter id|abha|ration "
    r"card|nric|fin|mykad|ic|nik|ktp|bpjs|philhealth|sss|tin|hkid|hong kong id|arc|nhi card|my number|rrn"
    r"|emirates id|iqama|teudat zehut|cnic|ppsn|pps|gms|ihi|umrn|nhif|nin|bvn|prsi|ahv|avs"
)
_RECORD = re.compile(
    rf"\b(?:(?:{_NOUNS})(?:s?nummer|nr)?\b[ .'-]{{0,2}}){{1,4}}"
    r"(?:(?:s|number|numbers|num|no|nr|n|nº|n°|id|card|code|nummer"
    r"|número|numero|numéro|numer|#)(?:\b|(?<=[°º#]))[ .]{0,2}){0,2}(?:\([^()]{1,15}\) )?"
    r"(?:[°ºo]\b)?[ ]?(?:(?:here )?(?:is|was|ist|est|es|are|on (?:it|the \w{2,12}) (?:is|says)|says|reads"
    r"|ending(?: in)?|begins)\b|=|:|#|№|,|-|\()?[ #:(\"']{0,3}"
    r"(?P<value>(?:[a-z]{1,5}[ -]){0,2}(?=[a-z0-9/.#-]{0,30}\d)[a-z0-9](?:[a-z0-9/.#-]{1,30})?(?:[ "
    r"](?=[a-z0-9/-]{0,8}\d)[a-z0-9/-]{1,10}){0,7})(?![\w])",
)
_SAID_NUMBER = re.compile(
    r"\b(?:number|numbers|num|nr|no|n°|nº|ref|code|id)\b\.?(?: is| was|:|#)*[ ]{1,2}"
    r"(?P<value>[A-Z0-9]{1,8}(?:[ /-][A-Z0-9]{1,10}){0,5})(?!\w)"
)
# "Booking ref QRT7M2", "PNR XKLMQR": what an airline or a hotel calls somebody by.
_BOOKING = re.compile(
    r"\b(?i:(?:booking|reservation|flight|airline|hotel|ferry|confirmation|travel|locator|loyalty|avios)(?: booking)?"
    r"(?: (?:ref(?:erence)?|number|no|nr|code|id|locator|confirmation)\b\.?){1,2}|pnr)(?i: is| was|:|#|=)*[ ]{1,2}"
    r"(?P<value>(?:[A-Z0-9]{5,8}|[A-Z0-9]{2,5}[- ][A-Z0-9]{3,6}|(?=[a-z]*\d)[a-z0-9]{5,8}))(?![\w-])"
)
_CHINESE_RECORD = re.compile(
    r"(?:病歷|病历|身分證|身份證|身份证|健保卡|護照|护照|居留證|주민등록번호|マイナンバー|保険証)"
    r"[號号]?[字]?[號号]?碼?[是は::  "
    r"]{0,3}(?P<value>[A-Za-z0-9][A-Za-z0-9-]{3,20})"
)
_PLATE = re.compile(
    r"\b(?i:plates?|kennzeichen|registration|rego?|matrícula|targa|kenteken|vrm)\b(?i: number| no\.?)?"
    r"(?i: was| is| were|:| on it)*,? ?(?:and )?[\"'(]?"
    r"(?P<value>(?=[A-ZÄÖÜ0-9 -]{0,10}\d)[A-ZÄÖÜ0-9]{1,4}(?:[ -][A-ZÄÖÜ0-9]{1,4}){0,3})(?!\w)"
)
_NATIONAL_INSURANCE = re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
_PLATE_SHAPES = re.compile(
    r"(?<![A-Za-z0-9-])(?:(?!HLA-)[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} \d{1,4}[EH]?|[A-Z]{2}-\d{3}-[A-Z]{2}|[A-Z]{2}\d{2} [A-Z]{3}"
    r"|[A-Z]{2} \d{2} [A-Z]{1,2} \d{4}|\d{2,3}-[A-Z]{1,2}-\d{1,6}|[京沪粤苏浙津渝川鲁][A-Z] ?\d{5})(?![\w-])"
)
_UNIT = re.compile(
    r"\s?(?:mg|mcg|µg|ug|g|kg|ml|mmol|iu|units?|%|mm|cm|euros?|pounds?|dollars?|€|£|\$|kcal|calories|steps"
    r"|times|people|patients)\b",
    re.IGNORECASE,
)
# Numbers of studies, laws, articles and products belong to nobody.
_REFERENCE = re.compile(r"(?<![A-Za-z0-9/-])[A-Z]{1,4}\d{0,3}[-/]\d{5,9}(?![\w-])")
_PUBLIC = re.compile(
    r"(?:NCT|ISRCTN|PMID|PMC|doi|ISBN|EAN|batch|lot|CAS|EudraCT|PZN|article|ISO|E\d{3}|UN)[ :#.-]{0,3}(?:no\.? ?)?$",
    re.IGNORECASE,
)
_PUBLIC_WHOLE = re.compile(r"(?:NCT|ISRCTN|PMID|PMC|ISBN|EAN|PZN|CAS)\d", re.IGNORECASE)
# A word of the sentence before the number is not of it.
_SMALL_LEAD = re.compile(r"[a-z]{1,5}[ -]")
_RANGE = re.compile(r"\d{1,3}\.\d{1,3}-\d{1,3}\.\d{1,3}")
_RECORD_DIGITS = 4
_SAID_DIGITS = 7
_LONG = 9


def find_identifiers(text: str) -> Iterator[Span]:
    """Yield national identity and card numbers whose check digits are right, and numbers called a record's."""
    for match in _BOOKING.finditer(text):
        yield Span(Kind.RECORD_NUMBER, *match.span("value"))
    if not has_digits(text):
        return
    written = small(text)
    for count, match in enumerate(_NUMBER.finditer(text)):
        if count >= MOST_NUMBERS:
            break
        if not _PUBLIC.search(text[max(0, match.start() - 14) : match.start()]):
            yield from _national(match)
    for match in (*_RECORD.finditer(written), *_CHINESE_RECORD.finditer(text)):
        yield from _record(text, match)
    for match in _SAID_NUMBER.finditer(text):
        if sum(mark.isdecimal() for mark in match["value"]) >= _SAID_DIGITS:
            yield from _record(text, match)
    for match in _PLATE.finditer(text):
        if sum(mark.isdecimal() for mark in match["value"]) > 1 and any(
            mark.isalpha() for mark in match["value"]
        ):
            yield Span(Kind.RECORD_NUMBER, *match.span("value"))
    for match in _REFERENCE.finditer(text):
        if not _PUBLIC.search(text[max(0, match.start() - 14) : match.start()]):
            yield Span(Kind.RECORD_NUMBER, *match.span())
    for match in _NATIONAL_INSURANCE.finditer(text):
        yield Span(Kind.NATIONAL_ID, *match.span())
    for match in _PLATE_SHAPES.finditer(text):
        yield Span(Kind.RECORD_NUMBER, *match.span())


def _national(match: re.Match[str]) -> Iterator[Span]:
    """The longest run of groups that is a national number, else each long number, which means nothing else."""
    written = match[0]
    if sum(mark.isdecimal() for mark in written) < 6:
        return
    cuts = [0, *(cut.end() for cut in _CUT.finditer(written) if cut.end() < len(written))]
    ends = [*(cut.start() for cut in _CUT.finditer(written) if cut.start() > 0), len(written)]
    for first in cuts[:4]:
        for last in reversed(ends):
            if last - first >= 8 and is_national_id(written[first:last]):
                end = last + 1 if written[last : last + 1] == ")" else last
                yield Span(Kind.NATIONAL_ID, match.start() + first, match.start() + end)
                return
    for start, end in ((cut.start(), cut.end()) for cut in re.finditer(r"[A-Za-z0-9]+", written)):
        piece = written[start:end]
        if _PUBLIC_WHOLE.match(piece):
            continue
        digits = sum(mark.isdecimal() for mark in piece)
        if (digits >= _LONG and not piece.endswith("000")) or (
            digits >= 7 and digits < len(piece) and digits >= len(piece) - 3
        ):
            yield Span(Kind.RECORD_NUMBER, match.start() + start, match.start() + end)


def _record(text: str, match: re.Match[str]) -> Iterator[Span]:
    start = match.start("value")
    value = text[start : match.end("value")].rstrip(".#/-")
    if lead := _SMALL_LEAD.match(value):
        start, value = start + lead.end(), value[lead.end() :]
    end = start + len(value)
    digits = sum(mark.isdecimal() for mark in value)
    if (
        digits < _RECORD_DIGITS
        or _UNIT.match(text, end)
        or _is_date_or_year(value)
        or _RANGE.fullmatch(value)
        or _PUBLIC.search(text[max(0, start - 14) : start])
    ):
        return
    yield Span(Kind.RECORD_NUMBER, start, end)


def _is_date_or_year(number: str) -> bool:
    """ "record 2019" and "record 12/03/2019" are no record numbers."""
    if re.fullmatch(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?", number):
        return True
    return any(span.end - span.start > len(number) - 2 for span in find_dates(number))
