"""Hospitals, practices and care homes, schools and nurseries, workplaces and clubs that are called by their names."""

import re
from collections.abc import Iterator

from consult.language.word_lists import word_lists
from consult.privacy.findings import Kind, Span
from consult.privacy.reading import BRANDS, CAPITALS, COMMON, EPONYMS, LARGE_PLACES, Reading, Word, key

_LISTS = word_lists("houses")
# How such a house is called behind its name ("Hillcrest Infants"), and before it ("Kita Regenbogen").
_KINDS = {
    **dict.fromkeys(_LISTS["hospitals_behind"], Kind.HOSPITAL),
    **dict.fromkeys(_LISTS["schools_behind"], Kind.SCHOOL),
    **dict.fromkeys(_LISTS["workplaces_behind"] | _LISTS["shops_behind"], Kind.WORKPLACE),
}
_BEFORE = {
    **dict.fromkeys(_LISTS["hospitals_before"], Kind.HOSPITAL),
    **dict.fromkeys(_LISTS["schools_before"], Kind.SCHOOL),
    **dict.fromkeys(_LISTS["workplaces_before"], Kind.WORKPLACE),
}
_KNOWN = _LISTS["known_hospitals"]
_GENERIC = word_lists("privacy")["generic_house"] | _LISTS["generic"]
_COUNTRIES = frozenset(map(key, word_lists("not_personal")["large_places"]))
_NOT_TITLES = CAPITALS | _LISTS["departments"]
_NO_PLACES = CAPITALS - {"little", "new", "old", "great", "young", "lent"}
_JOINTS = _LISTS["joints"]
_LONGEST = 7

_GOES_TO = re.compile(
    r"\b(?:(?:work|works|worked|working|employed|job|shifts?|clean|cleans|cleaned|teach|teaches|taught|lecture"
    r"|lectures|nurse|nursing|drive|drives|volunteer|volunteers|volunteering|intern|interning|apprentice"
    r"|apprenticeship|trainee"
    r"|stud(?:y|ies|ied|ying)|student|pupil|read|reading|reads|undergraduate|phd|postdoc|placement|boards?"
    r"|boarder|plays?|trains?|swims?|rows?|sings?|preach|serve|served|serving|based|stationed|barista|waiter"
    r"|waitress|cashier|chef|cook|porter|guard"
    r"|welder|fitter|foreman|picker|packer|driver|cleaner|teacher|ta|manager|receptionist|librarian|engineer"
    r"|mechanic|electrician|plumber|builder|labourer|operator|technician|priest|member|captain|keeper|coach"
    r"|director|partner|started|starts|begins|enrolled|kid|son|daughter|child|boy|girl|he|she)"
    r"(?: [\w,'-]{1,14}){0,5}?|(?:i'm|i am|he's|he is|she's|she is|was|as|am) (?:an?|the)(?: "
    r"[\w'-]{1,16}){1,4})[ ]at (?:the )?(?=[^\W\d_])"
    r"|\b(?:work|works|worked|working|employed|plays?|played|drives?|runs?|rides?|cleans?|freelance|swims?"
    r"|rows?|competes?) (?:[\w'-]{1,12} ){0,2}(?:for|by) (?:the )?(?=[^\W\d_])"
    r"|\b(?:(?:goes|going|go|went|sent|moves|starts|started|starting|walks?|commutes?|drops? (?:him|her|them) "
    r"off)(?= (?:to|at) )|attends?|attended|attending|joined|graduated from|expelled from|off school from"
    r"|member of|parishioner of|chairman of|captain of|goalkeeper of|employee of|worker of|resident of) (?:to "
    r"|at )?(?:the )?(?=[^\W\d_])",
)
# Everybody goes to shops: "went to Primark".
_SHOPS = re.compile(r"(?:goes|go|went|going|walks?|commutes?)\b", re.IGNORECASE)
_STUDIES_AT = re.compile(
    r"\b(?:stud(?:y|ies|ied|ying|ent)|reading|fresher|phd|postdoc|undergraduate|graduated|degree|uni|lecturer"
    r"|professor)"
    r"(?: [\w-]{1,14}){0,3}? at (?=[^\W\d_])",
)
_TREATED_AT = re.compile(
    r"\b(?:discharged|admitted|referred|transferred|treated|operated|seen|scann?ed|scan|mri|ct|op|operation"
    r"|surgery|stent|biopsy|chemo|radiotherapy|dialysis|appointment|ward|maternity|stayed|kept|rushed|taken"
    r"|blue-?lighted|waiting list|clinic|referral|respite|rehab|consultants?|team|doctors?|nurses?|letter|bloods?"
    r"|results?|a&e"
    r"|emergency|born|delivered|gave birth|had (?:him|her|it)|care|followed up|physio)"
    r"(?: [\w'-]{1,12}){0,3}?[ ](?:at|from|by|to|under) (?:the )?(?=[^\W\d_])",
)
_PUB = re.compile(r"\b(?:the |at |from ){1,3}((?:[a-z]{3,12} (?:and )?){1,3})(?:pub|inn|tavern)\b")
_COMMON_PUB = _LISTS["any_pub"]
_AND_PLACE = re.compile(r"(?:,? (?:in|near|at|outside|,) |, )(?=[^\W\d_])")
_POSSIBLE_HOSPITAL = re.compile(
    r"\bRoyal\b(?! (?:Family|College|Society|Mail|Jelly|Navy|Marines?|Air|Mint|Academy|Assent|Charter|National "
    r"Lifeboat))"
)
_DEPARTMENT = re.compile(
    r"\b([^\W\d_a-z][\w'-]{2,18}(?: [^\W\d_a-z][\w'-]{2,18}){0,2}) (?:A&E|ED|ICU|ITU|[Mm]aternity|[Cc]asualty"
    r"|[Oo]utpatients)\b"
)
_TRADE_AT = re.compile(
    r"\b(?!never|under|better|later|after|over|further|rather|whether|enter|faster|lower|higher|number|river"
    r"|fever|cancer|ulcer)"
    r"(?:[a-z]{3,14}(?:er|or|ist|ian|man|woman|ess|ant|yst|hand|smith|wright)"
    r"|(?:weld|bak|cook|fish|serv|paint|pack|pick|train|mak|learn)ing) at (?:the )?(?=[^\W\d_])"
)
_AT_SOMEBODYS = re.compile(
    r"\b(?:at|in|from|by|under) (?=[^\W\d_a-z][\w-]{2,16}'s(?: in | with | for |[,.]| and |$))"
)
_WITH_A_FIRM = re.compile(
    r"\b[a-z]{3,14}(?:er|or|ist|man) (?:with|for) (?=[^\W\d_a-z][\w'&-]{2,18} in [^\W\d_a-z])"
)
_HOUSE_OF_CARERS = re.compile(
    r"\b([^\W\d_a-z][\w'-]{2,18} (?:House|Court|Lodge|Manor|Grange|Hall|Park|Gardens|View))"
    r" (?:carers?|staff|residents?|nurses?|home|manager|team|care)\b"
)
_UNDER_THE = re.compile(r"\bunder the (?=[^\W\d_a-z])")
_HOUSE_ACTS = re.compile(
    r"\b([^\W\d_a-z][\w'-]{2,18}(?: (?:and |of )?[^\W\d_a-z][\w'-]{2,18}){0,3})"
    r" (?:did (?:my|the|a) |kept (?:me|him|her|us|my)|discharged|operated on (?:me|my|him|her)"
    r"|sent (?:me|him|her|us) home|admitted|wrote me off"
    r"|diagnosed (?:me|him|her)|transplanted)\b"
)
_SAINT = re.compile(
    r"\b(?:St|Saint)\.? [^\W\d_a-z][\w-]{2,16}(?:'s|s')(?!\w| (?:[Ww]ort|[Dd]ay|[Dd]ance|[Ff]ire|[Ee]ve"
    r"|[Cc]ross|[Aa]mbulance|[Bb]read|[Ff]lower|[Qq]uiz))"
)
_UNIT_BEHIND = re.compile(
    r"(?: (?:Nursing|Community|Day|Care|Rehabilitation|Residential|Mental Health|Maternity|Stroke)){1,2}"
    r" (?:Unit|Home|Centre|Hospital|Service|Hospice)\b"
)
_GENERAL = re.compile(
    r"(?:General|Memorial|Infirmary|Mercy|Presbyterian|Methodist|Polyclinic|Teaching|Childrens"
    r"|Children's)\b(?! (?:Practi|An[a]?esth|Medical Council|Surg|Medicine|Data))"
)


_CUES = (
    (_GOES_TO, Kind.WORKPLACE),
    (_TRADE_AT, Kind.WORKPLACE),
    (_WITH_A_FIRM, Kind.WORKPLACE),
    (_TREATED_AT, Kind.HOSPITAL),
    (_UNDER_THE, Kind.HOSPITAL),
    (_AT_SOMEBODYS, Kind.HOSPITAL),
)
_SMALL_CUES = {_GOES_TO, _TREATED_AT}


def find_houses(reading: Reading) -> Iterator[Span]:
    """Yield named houses, each with the small place it stands in."""
    if reading.is_shouting:
        return
    for span in _houses(reading):
        yield span
        if place := _AND_PLACE.match(reading.text, span.end):
            number = reading.at(place.end())
            if number is not None and (end := place_end(reading, number, but=_COUNTRIES)):
                yield Span(Kind.PLACE, place.end(), end)


def place_end(reading: Reading, number: int, *, but: frozenset[str] = LARGE_PLACES) -> int:
    """Where the name of a place ends that begins with word `number`; 0 for none, and for one of `but`."""
    word = reading.words[number]
    if not word.is_capital or word.is_shouted or word.key in but or word.key in _NO_PLACES:
        return 0
    if (word.key in _NOT_TITLES and word.key not in CAPITALS) or (
        word.key in EPONYMS and word.name_end != word.end
    ):
        return 0
    end = _title_end(reading, number)
    return 0 if key(reading.text[word.start : end].replace(" ", "_").replace("-", "_")) in but else end


def _houses(reading: Reading) -> Iterator[Span]:
    for number, word in enumerate(reading.words):
        kind = _KINDS.get(word.key)
        if word.key in {"centre", "center"} and number and reading.words[number - 1].key in _LISTS["centres"]:
            kind = Kind.HOSPITAL
        if word.key == "home" and not (number and reading.words[number - 1].key in _LISTS["homes"]):
            kind = None
        if kind and (span := _ending_with(reading, number, kind)):
            yield span
        before = _BEFORE.get(word.key)
        if before and (span := _after(reading, number, before)):
            yield span
        if word.is_capital and word.key in _KNOWN:
            yield Span(Kind.HOSPITAL, word.start, _title_end(reading, number) or word.end)
    yield from _by_cues(reading)


def _by_cues(reading: Reading) -> Iterator[Span]:
    """Houses told by the words around them."""
    text = reading.text
    for match in _DEPARTMENT.finditer(text):
        number = reading.at(match.start(1))
        if (
            number is not None
            and _is_title(reading, number)
            and not {match[1].lower(), reading.words[number].key} & COMMON
        ):
            yield Span(Kind.HOSPITAL, *match.span(1))
    for match in _HOUSE_ACTS.finditer(text):
        number = reading.at(match.start(1))
        if number is not None and _is_title(reading, number) and reading.words[number].key not in COMMON:
            yield Span(Kind.HOSPITAL, *match.span(1))
    for match in _HOUSE_OF_CARERS.finditer(text):
        yield Span(Kind.HOSPITAL, *match.span(1))
    for match in _SAINT.finditer(text):
        unit = _UNIT_BEHIND.match(text, match.end())
        yield Span(Kind.HOSPITAL, match.start(), unit.end() if unit else match.end())
    for match in _POSSIBLE_HOSPITAL.finditer(text):
        number = reading.at(match.start())
        end = _title_end(reading, number) if number is not None else 0
        if end > match.end():
            yield Span(Kind.HOSPITAL, match.start(), end)
    for match in _GENERAL.finditer(text):
        number = reading.at(match.start())
        if number is not None and (span := _ending_with(reading, number, Kind.HOSPITAL)):
            yield span
    for match in _STUDIES_AT.finditer(reading.small):
        number = reading.at(match.end())
        if (
            number is not None
            and reading.words[number].is_capital
            and reading.words[number].key not in _NOT_TITLES
        ):
            yield Span(Kind.SCHOOL, match.end(), _title_end(reading, number))
    for pattern, kind in _CUES:
        for match in pattern.finditer(reading.small if pattern in _SMALL_CUES else text):
            number = reading.at(match.end())
            is_told = number is not None and _is_title(reading, number)
            if (
                number is not None
                and is_told
                and (pattern is not _UNDER_THE or reading.words[number].key not in COMMON)
                and not (_SHOPS.match(match[0]) and reading.words[number].key in BRANDS)
            ):
                yield Span(kind, match.end(), _title_end(reading, number))
    for match in _PUB.finditer(text):
        if not _COMMON_PUB.intersection(match[1].split()):
            yield Span(Kind.WORKPLACE, *match.span(1))


def _is_title(reading: Reading, number: int) -> bool:
    """Whether a house may be called by the words that begin here."""
    word = reading.words[number]
    if (
        not word.is_capital
        or word.key in LARGE_PLACES
        or (word.key in EPONYMS and word.name_end == word.end and not _followed_by_capital(reading, number))
    ):
        return False
    is_lead = word.key in _LISTS["leads"] and _followed_by_capital(reading, number)
    if (
        word.is_initial
        or (word.key in _NOT_TITLES and not is_lead)
        or (word.is_shouted and len(word.text) < 4)
    ):
        return False
    return not word.is_shouted


def _followed_by_capital(reading: Reading, number: int) -> bool:
    return reading.joins(number) and reading.words[number + 1].is_capital


def _title_end(reading: Reading, number: int) -> int:
    """Where the words of a title end: capitals, joined by "of", "the", "and"."""
    end, at = 0, number
    for _count in range(_LONGEST):
        word = reading.words[at]
        if word.is_capital and (at == number or word.key not in _STOP_INSIDE):
            end = word.end if word.text.endswith(("'s", "s'")) else word.name_end
        elif word.text.lower() not in _JOINTS:
            break
        if at + 1 >= len(reading.words):
            break
        gap = reading.gap(at)
        if not re.fullmatch(r"'?[ \t]{1,3}|\. |[ ]?& ?| ?- ?", gap) or (
            gap == ". " and word.key not in {"st", "dr", "mt"}
        ):
            break
        at += 1
    return end


_STOP_INSIDE = _LISTS["never_inside"]


def _ending_with(reading: Reading, number: int, kind: Kind) -> Span | None:
    """The house whose name ends with this word for its kind: capitals before it, "of X" behind it."""
    word = reading.words[number]
    first = number
    while first > 0 and number - first < _LONGEST and _joined_before(reading, first):
        first -= 1
    while first < number and (reading.words[first].text.lower() in _JOINTS or _is_lead(reading, first)):
        first += 1
    names = [reading.words[at] for at in range(first, number)]
    told = [
        w
        for w in names
        if w.is_capital
        and w.key not in _GENERIC
        and w.key not in _NOT_TITLES
        and w.text.lower() not in _JOINTS
        and w.key not in _KINDS
        and not (word.key in _LISTS["shops_behind"] and w.key in BRANDS)
    ]
    end = word.end
    if word.is_capital and (
        more := re.match(r" (?:of|de|di|at|in|for) (?=[^\W\d_])", reading.text[end : end + 6])
    ):
        following = reading.at(end + more.end())
        if (
            following is not None
            and reading.words[following].is_capital
            and reading.words[following].key not in _NOT_TITLES
        ):
            end = _title_end(reading, following) or end
            told += (
                []
                if reading.words[following].key in LARGE_PLACES and more[0] == " in "
                else [reading.words[following]]
            )
    told = [w for w in told if not (w.is_shouted and len(w.text) < 5)]
    if not word.is_capital:
        told = [w for w in told if w.key not in LARGE_PLACES and w.key not in EPONYMS]
    elif all(w.key in LARGE_PLACES for w in told) and kind is not Kind.HOSPITAL:
        told = []
    if word.is_capital and kind is Kind.WORKPLACE and end == word.end:
        end = _title_end(reading, number)
    if not told or (not word.is_capital and not _names_a_small_house(reading, number, told)):
        return None
    return Span(kind, reading.words[first].start, end)


def _names_a_small_house(reading: Reading, number: int, told: list[Word]) -> bool:
    """Whether capitals before a small "clinic" or "school" are its name, and not the first word of a sentence."""
    before = reading.words[number - 1]
    if not before.is_capital and before.key not in _LISTS["small_inside"]:
        return False
    if reading.words[number].key in _OF_THE_BODY:
        return len(told) > 1 or told[0].text.endswith("'s")
    if len(told) > 1:
        return any({word.key, word.text.lower()}.isdisjoint(COMMON) for word in told)
    at = reading.number[told[0].start]
    return not reading.begins_sentence(at) and told[0].key not in COMMON


# Small, these are operations, ways and duties as well.
_OF_THE_BODY = _LISTS["not_only_houses"]


def _joined_before(reading: Reading, number: int) -> bool:
    """Whether the word before belongs to the same title."""
    before = reading.words[number - 1]
    gap = reading.gap(number - 1)
    if not re.fullmatch(r"[ \t]{1,3}|[ ]?& ?|\. ", gap) or (
        gap == ". " and before.key not in {"st", "dr", "mt"}
    ):
        return False
    return before.is_capital or before.text.lower() in _JOINTS or before.key in _LISTS["small_inside"]


def _is_lead(reading: Reading, number: int) -> bool:
    """Words in front that are of the sentence: "The", "At", "My"; "St" and the like belong to the name."""
    word = reading.words[number]
    return word.key in CAPITALS and word.key not in {
        "saint",
        "st",
        "new",
        "old",
        "little",
        "great",
        "sister",
        "lady",
        "royal",
        "north",
        "south",
        "east",
        "west",
        "christmas",
        "easter",
        "christ",
    }


def _after(reading: Reading, number: int, kind: Kind) -> Span | None:
    """The house named after the word for its kind: "nursery Tiny Toes", "Care home Sandringham Lodge"."""
    word = reading.words[number]
    gap = re.match(
        r"(?:,? (?:is )?(?:called|named)(?: the)?|,|:| -| –| \(|,? it's called)?"
        r"(?: (?:da|de|do|del|della|di|du|des|la|las|los|le|les|am|zum|zur|der|dem|van|von)){0,2} "
        r"(?=[^\W\d_])|[ ]?[(\"](?=[^\W\d_])",
        reading.text[word.end : word.end + 24],
    )
    if gap is None:
        return None
    following = reading.at(word.end + gap.end())
    if following is None:
        return None
    first = reading.words[following]
    if not first.is_capital:
        return None
    start = following
    if first.key == "the" and _followed_by_capital(reading, following):
        first = reading.words[following + 1]
        following += 1
    is_set_apart = gap[0].startswith((",", ":", " -", " –"))
    is_sure = word.key in _LISTS["sure_before"] and word.is_capital
    if is_sure and gap[0] == " " and first.is_capital and first.key not in _NOT_TITLES:
        return Span(kind, word.start, _title_end(reading, start))
    if first.key in LARGE_PLACES or not _is_title(reading, following):
        return None
    end = _title_end(reading, start) or first.end
    words = reading.text[first.start : end].split()
    # After a comma only "The Willows" or two capitals: a new sentence or a drug may begin there too.
    if is_set_apart and start == following and len(words) < 2 and ":" not in gap[0]:
        return None
    if word.is_capital and not is_set_apart:
        return Span(kind, word.start, end)
    return Span(kind, reading.words[start].start, end)
