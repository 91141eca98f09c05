"""Telephone numbers: in the forms of many countries, by what stands before them, and spelt in words."""

import re
from collections.abc import Iterator
from itertools import islice

import phonenumbers

from consult.language.characters import has_digits, small
from consult.language.numbers import number_words
from consult.privacy.findings import Kind, Span

# Where our patients telephone from: national forms of these are known wherever the site is.
REGIONS = (
    "GB",
    "US",
    "TW",
    "DE",
    "FR",
    "ES",
    "IT",
    "NL",
    "IE",
    "PL",
    "SE",
    "IN",
    "JP",
    "AU",
    "CN",
    "HK",
    "CH",
    "AT",
    "BE",
    "PT",
    "ZA",
    "NG",
    "KR",
)
_COUNTRY_WORDS = {
    "GB": "uk|britain|british|england|english",
    "US": "us|usa|america|american",
    "TW": "taiwan|taiwanese|taipei",
    "DE": "germany|german|berlin",
    "FR": "france|french",
    "ES": "spain|spanish",
    "IT": "italy|italian",
    "NL": "netherlands|dutch|holland",
    "IE": "ireland|irish|dublin",
    "PL": "poland|polish",
    "SE": "sweden|swedish",
    "IN": "india|indian",
    "JP": "japan|japanese",
    "AU": "australia|australian",
    "CN": "china|chinese",
    "HK": "hong kong",
    "CH": "switzerland|swiss",
    "AT": "austria|austrian",
    "BE": "belgium|belgian",
    "PT": "portugal|portuguese",
    "ZA": "south africa",
    "NG": "nigeria|nigerian",
    "KR": "korea|korean",
    "NO": "norway|norwegian",
    "DK": "denmark|danish",
    "FI": "finland|finnish",
    "CZ": "czech",
    "GR": "greece|greek",
    "TR": "turkey|turkish",
    "BR": "brazil|brazilian",
    "MX": "mexico|mexican",
    "PK": "pakistan",
    "BD": "bangladesh",
    "PH": "philippines|filipino",
    "SG": "singapore",
    "MY": "malaysia",
    "NZ": "new zealand",
    "CA": "canada|canadian",
    "RO": "romania|romanian",
    "HU": "hungary|hungarian",
    "UA": "ukraine|ukrainian",
    "RU": "russia|russian",
    "KE": "kenya",
    "GH": "ghana",
    "IL": "israel",
    "AE": "dubai|emirates",
}
_COUNTRY_CODES = {word: code for code, words in _COUNTRY_WORDS.items() for word in words.split("|")}
_COUNTRIES = re.compile(rf"\b(?:{'|'.join(_COUNTRY_CODES)})\b")

_CANDIDATE = re.compile(
    r"(?<![A-Za-z0-9_.,+/#-])(?<!\d:)(?:\+|00|\(\+)?[ ]?\(?\d(?:[\d ().–]|-|/){5,24}\d(?:,? ?(?:ext|extension|x"
    r"|durchwahl)\b\.?:? ?\d{1,5})?(?![A-Za-z0-9_%]|[.,:/-]\d|/)"
)
_HELP_LINE = re.compile(r"116\d{3}")
_CUE = re.compile(
    r"\b(?:(?:tele)?phone|tel|tfno|tlf|telefon(?:o|u|nummer)?|teléfono|téléphone|mobile|mob|cell(?:phone)?"
    r"|handy|natel|call|calls|text|sms|ring|whatsapp|reach|reached|contact|fax|number|numbers|numéro"
    r"|nr|num|nummer|número|numero|dial|landline|line|portable|móvil|celular|cellulare|gsm|tlph|ph|signal"
    r"|telegram|viber|numer|komórka|komórkowy|puhelin|telefone|hp|no)\b|电话|電話|手機|手机|携帯|전화|휴대폰|☎|📞",
)
_CUE_AFTER = re.compile(
    r"[ ,)]{0,2}(?:(?:is|ist|est|es|è|jest|är|to) (?:my|meine?|mi|mon|ma|il mio|mój|mitt?|her|his|our|me\b)"
    r"|(?:mobile|home|work|cell|landline|whatsapp|ask for|day or night|after|evenings)\b)",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"\s?(?:mg|mcg|µg|ug|g|kg|ml|mmol|iu|units?|%|mm|cm|ng|bpm|weeks?|days?|years?|hours?|kcal|euros?|pounds?"
    r"|dollars?|€|£|\$)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d")
# Written so it is a mobile of Pakistan, and no free number of Britain (0300 123 4567).
_PAKISTANI = re.compile(r"03\d\d[- ]\d{7}")
# Six digits are a number only where a line is named: "landline is Ballykilty 555 019".
_LOCAL = re.compile(
    r"\b(?i:landline|telephone|tel|phone)(?i: no\.?| number)?(?: is"
    r"|:)? (?:[^\W\d_a-z][\w-]{2,20} )?(\d{3} \d{3,4})(?![\w.%]| ?mg)"
)
_BEFORE, _FEWEST, _MOST = 45, 7, 15
# Candidates that are looked at, so that a page of digits costs no more than this.
MOST_CANDIDATES = 300

_DIGIT_WORD = (
    rf"(?:{number_words(10)}|oh|o|nought|naught|nil|null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun"
    r"|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)"
)
_SPELT = re.compile(
    r"\b(?:\+ ?|plus )?(?:(?<=plus )(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -])?"
    rf"(?:(?:double|triple)[ -])?{_DIGIT_WORD}\b(?:[ ,.-]{{1,3}}(?:and |then |area code )?"
    rf"(?:(?:double|triple) )?(?:{_DIGIT_WORD}|hundred|\d{{1,4}})\b){{5,20}}",
)
# Written apart so that no site sees it: "0 7 7 0 0 9 0 0 1 2 3".
# Scores of a questionnaire and doses of a day are small digits too, and begin with less.
_APART = re.compile(r"(?<![\w.,])0(?P<mark>[ .*_-]{1,3})[2-9](?:(?P=mark)\d){8,12}(?![\w%]|[.,]\d)")


def find_phones(text: str, region: str) -> Iterator[Span]:
    """Yield telephone numbers; `region` is the country ("GB") whose numbers need no other sign than their form."""
    written = small(text)
    is_numbered = has_digits(text)
    candidates = list(islice(_CANDIDATE.finditer(text), MOST_CANDIDATES)) if is_numbered else []
    if candidates:
        named = {_COUNTRY_CODES[match[0]] for match in _COUNTRIES.finditer(written)}
        cues = [match.end() for match in _CUE.finditer(written)]
        for match in candidates:
            if _is_phone(text, match, region, named, cues):
                yield Span(Kind.PHONE, match.start() + len(match[0]) - len(match[0].lstrip()), match.end())
    for match in _LOCAL.finditer(text) if is_numbered else ():
        yield Span(Kind.PHONE, *match.span(1))
    for match in _APART.finditer(text) if "0" in text else ():
        if max(match[0]) > "3":
            yield Span(Kind.PHONE, *match.span())
    for match in _SPELT.finditer(written):
        if len(re.findall(r"[^\W_]+", match[0])) >= _FEWEST:
            yield Span(Kind.PHONE, *match.span())


def _is_phone(text: str, match: re.Match[str], region: str, named: set[str], cues: list[int]) -> bool:
    written = match[0].strip()
    digits = re.sub(r"\D", "", re.split(r",? ?(?:ext|x|durchwahl)", written, maxsplit=1)[0])
    if (
        not _FEWEST <= len(digits) <= _MOST + 2
        or _UNIT_AFTER.match(text, match.end())
        or len(set(digits)) == 1
    ):
        return False
    if _PAKISTANI.fullmatch(written):
        return True
    if _DATE.fullmatch(written) or _is_list_of_values(written) or _is_free(digits):
        return False
    if written.startswith(("+", "(+", "00")) and _is_valid(
        written, region, possible=written.startswith(("+", "(+")) or len(digits) > 10
    ):
        return True
    if _CUE_AFTER.match(text, match.end()):
        return True
    if any(match.start() - _BEFORE <= cue <= match.start() for cue in cues):
        return True
    if _is_valid(written, region) and (
        digits[0] == "0" or re.search(r"\d[ .-]\d", written) or region not in {"US", "CA"}
    ):
        return True
    if any(_is_valid(written, code) for code in named):
        return True
    is_grouped = bool(re.search(r"[ ()/.-]", written))
    if digits[0] == "0" or written.startswith("("):
        return is_grouped and any(_is_valid(written, code, grouped=True) for code in REGIONS)
    is_american = bool(re.fullmatch(r"\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}", written))
    return is_american and (digits[3:6] == "555" or _is_valid(written, "US"))


def _is_list_of_values(written: str) -> bool:
    """ "120/80 130/85", "10-20-30-40-50-60": pressures, doses, results."""
    groups = re.findall(r"\d+", written)
    if written.count("/") > 1 or (written.count("/") == 1 and groups[0][0] != "0"):
        return True
    return (
        len(groups) > 4
        and all(len(group) < 3 for group in groups)
        and groups[0][0] != "0"
        and not written.startswith("+")
    )


def is_nobodys(written: str) -> bool:
    """Whether figures are a list of values or a public number: of hardly two figures, or free."""
    digits = re.sub(r"\D", "", written)
    return bool(digits) and (len(set(digits)) < 4 or _is_free(digits) or _is_list_of_values(written))


def _is_free(digits: str) -> bool:
    """Free numbers and those of Europe's help lines (116 123) belong to help lines and firms."""
    return bool(_HELP_LINE.fullmatch(digits)) or digits.startswith(
        ("0800", "0808", "1800", "1888", "1877", "1866", "0300", "0845", "0344", "00800")
    )


def _is_valid(written: str, region: str, *, possible: bool = False, grouped: bool = False) -> bool:
    try:
        number = phonenumbers.parse(written.replace("–", "-"), region)
    except phonenumbers.NumberParseException:
        return False
    if not (
        phonenumbers.is_possible_number(number)
        if possible
        else phonenumbers.is_valid_number_for_region(number, region)
    ):
        return (
            not possible
            and not grouped
            and phonenumbers.is_valid_number(number)
            and written.startswith(("+", "00"))
        )
    if not grouped:
        return True
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    theirs, ours = (re.findall(r"\d+", form) for form in (national, written))
    # Groups may be written together or further apart, as long as they begin alike.
    return theirs[0] == ours[0] or (len(ours) > 1 and len(ours[0]) >= 3)
