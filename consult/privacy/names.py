"""Names: of the writer and the family where the sentence introduces them, of doctors, of hospitals."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from consult.language.word_lists import word_lists
from consult.privacy.findings import Kind, Span

_NAME = r"[A-ZÀ-Þ][a-zß-ÿ]{1,20}(?:[-'’][A-ZÀ-Þ][a-zß-ÿ]{1,20})?"
_NAMES = rf"{_NAME}(?: (?:{_NAME}|[A-Z]\.?(?= {_NAME}))){{0,3}}"
_RELATIVES = (
    "son|daughter|husband|wife|partner|boyfriend|girlfriend|mother|father|mum|mom|dad|brother|sister|baby|boy|girl"
    "|child|uncle|aunt|cousin|friend|neighbour|neighbor|colleague|flatmate|roommate|teacher|carer"
    "|doctor|gp|surgeon|neurologist|dentist|therapist|midwife|consultant|grandson"
    "|granddaughter|grandmother|grandfather|niece|nephew"
)
_ANY_CASE = r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]{1,20}"
_SAID = re.compile(
    rf"\b(?i:(?:my|his|her|full|patient(?:'s)?|baby(?:'s)?|son(?:'s)?|daughter(?:'s)?) name(?: is|'s|’s|:)|name ?[:=]"
    rf"|i am called|i'm called|call me|known as|goes by) ?({_ANY_CASE}(?: {_ANY_CASE}){{0,2}})"
)
_I_AM = re.compile(
    rf"\b(?:I am|I'm|I’m|Im|This is|this is|i am|i'm) ({_NAMES})(?=[,.!]| and | here| from|\s*$| \()",
    re.MULTILINE,
)
_RELATIVE = re.compile(
    rf"\b(?i:my|our|his|her) (?:[a-z'’]+ )?(?i:{_RELATIVES}),?(?: (?:called|named|is called),?)? ({_NAMES})"
)
_HERE = re.compile(rf"(?:^|[.,!] )({_NAMES}) here\b", re.MULTILINE)
_CALLED = re.compile(rf"\b(?:called|named) ({_NAME} {_NAME})\b")
_SIGNED = re.compile(
    rf"(?:^|(?<=[.!?,] ))(?i:many thanks|thanks|thank you|regards|kind regards|best regards|best wishes"
    rf"|best|yours sincerely|yours faithfully|yours truly|sincerely|cheers|love|yours)[,.!]?[ \t]*\n?[ \t]*[-–]?[ \t]*"
    rf"({_NAMES})[ .]*$",
    re.MULTILINE,
)
_TITLED = re.compile(
    rf"\b(?:Dr|Doctor|Prof|Professor|Nurse|Mr|Mrs|Ms|Miss|Mx|Sister)\b\.? (?:med\.? )?({_NAMES})"
)
_LOWER_DOCTOR = re.compile(r"\b(?:dr|prof)\b\.? ([a-z]{3,20})\b")
_CHINESE = re.compile(
    r"(?:我叫|我的名字是|姓名[是::]\s?)([\u4e00-\u9fff]{2,4})|([\u4e00-\u9fff]{1,3})(?:醫師|医师|醫生|医生)"
)
_HOUSE = (
    r"(?:Hospital|Infirmary|Hospice|Medical Cent(?:re|er)|Health Cent(?:re|er)|Medical Practice|Care Home"
    + r"|Nursing Home)"
)
_HOUSE_WORD = r"[A-ZÀ-Þ][\w'’&-]{0,20}"
_HOSPITAL = re.compile(
    rf"\b(?:St\.? )?{_HOUSE_WORD}(?: (?:{_HOUSE_WORD}|and|of|the|&)){{0,5}} {_HOUSE}(?: of {_HOUSE_WORD})?\b"
)
_CLINIC = re.compile(
    rf"\b(?:at|to|from|attend|attended|visited) (?:the )?((?:{_HOUSE_WORD} ){{1,3}}(?:Clinic|Surgery|Practice))\b"
)
_JOIN = re.compile(r",?(?: the)?(?: \w+){0,2} (?:at|of|from|in|with) (?:the )?$")

# "my son Asperger syndrome" names a disease after somebody long dead.
_DISEASE = re.compile(r"(?:'s|’s)? (?:syndrome|disease|palsy|disorder|sarcoma|lymphoma)", re.IGNORECASE)

_LISTS = word_lists("privacy")
_NOT_NAMES = _LISTS["not_names"]
_NOT_DOCTORS = _NOT_NAMES | _LISTS["not_doctors"]
_GENERIC_HOUSE = _LISTS["generic_house"]


def find_names(text: str) -> Iterator[Span]:
    """Yield names that a sentence introduces or signs with, doctors by title, and named hospitals."""
    hospitals = [span for span in (_house(match) for match in _houses(text)) if span]
    yield from hospitals
    starts = {span.start: span for span in hospitals}
    for match in _TITLED.finditer(text):
        yield from _clinician(text, match.start(), _trimmed(match, _NOT_DOCTORS), starts)
    for match in _LOWER_DOCTOR.finditer(text):
        if match[1] not in _NOT_DOCTORS:
            yield from _clinician(text, match.start(), match.end(), starts)
    for pattern in (_SAID, _I_AM, _HERE, _RELATIVE, _CALLED, _SIGNED):
        for match in pattern.finditer(text):
            end = _trimmed(match, _NOT_NAMES)
            if end and not _DISEASE.match(text, end):
                yield Span(Kind.NAME, match.start(1), end)
    for match in _CHINESE.finditer(text):
        kind, group = (Kind.NAME, 1) if match[1] else (Kind.CLINICIAN, 2)
        yield Span(kind, *match.span(group))


def _trimmed(match: re.Match[str], not_names: frozenset[str]) -> int:
    """Return where the name in group 1 ends, before the first word that is no name; 0 when it has none."""
    end = 0
    for word in re.finditer(r"[^ ]+", match[1]):
        if word.group().lower().strip(".,'’") in not_names:
            break
        end = match.start(1) + word.end()
    return end


def _clinician(text: str, start: int, end: int, hospitals: dict[int, Span]) -> Iterator[Span]:
    """Yield "Dr X", stretched over "at Y Hospital" when that follows."""
    if not end:
        return
    for gap in range(min(40, len(text) - end)):
        hospital = hospitals.get(end + gap)
        if hospital and _JOIN.fullmatch(text[end : hospital.start]):
            instead = _("[name of a doctor and a hospital removed]")
            yield Span(Kind.CLINICIAN, start, hospital.end, instead)
            return
    yield Span(Kind.CLINICIAN, start, end)


def _houses(text: str) -> Iterator[re.Match[str]]:
    yield from _HOSPITAL.finditer(text)
    yield from _CLINIC.finditer(text)


def _house(match: re.Match[str]) -> Span | None:
    """Return the named house, without words like "the" in front; None when every word is generic."""
    group = 1 if match.re is _CLINIC else 0
    start, words = match.start(group), match[group].split(" ")
    while words and words[0].lower() in {"the", "a", "my", "our", "at", "in", "to", "from", "i"}:
        start += len(words.pop(0)) + 1
    if all(
        word.lower().strip(".") in _GENERIC_HOUSE | {"centre", "center", "clinic", "home", "care"}
        for word in words
    ):
        return None
    return Span(Kind.HOSPITAL, start, match.end(group))
