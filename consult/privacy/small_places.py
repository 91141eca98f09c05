"""Small places: with an age or a trade beside them they name a person whom everybody there knows."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from django.utils.translation import gettext as _

from consult.language.word_lists import word_lists
from consult.privacy.findings import Kind, Span
from consult.privacy.houses import place_end
from consult.privacy.reading import EPONYMS, LARGE_PLACES, NOT_NAMES, Reading, key

_TELLS = re.compile(
    r"\b(?:(?:aged? ?:?\d{1,3}|\d{1,3}[ -]?(?:yo|y/o|yrs?|years?)[ -]?(?:old)?|\d{1,2} ?[mf]|(?:i'?m|am) \d{1,3}"
    r"|in (?:my|his|her) (?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)"
    r"|the only|we(?:'re| are)|our (?:village|parish|town)"
    r"|(?:live|lives|living|lived|grew up|born|moved|based|retired|resident|native|native of"
    r"|farm|farmer|vicar|barber|postm\w+|publican|headmaster|headteacher|mayor|fisherman|shepherd|crofter))\b"
    r"|(?:i'?m|i am|as|he'?s|he is|she's|she is|am|was)(?: \w{1,12})? (?:the|an?)(?: only| local| village)? "
    r"(?!bit|lot|little|few|result|child|rule|consequence|matter)[a-z]{3,})"
    r"|(?:^|[,(] ?)\d{1,2}(?=[,)]| and )",
)
_NEAR = 90
_FROM = re.compile(
    r"(?:(?<=,) of|(?<!suffering )(?<!suffer )(?<!suffers )(?<!recovering )(?<!died )(?<!comes )\bfrom"
    r"|\b(?:near|outside|around|back in|over in|here in|up in|down in|out in))"
    r" (?:the )?(?:(?:village|town|island|isle|hamlet) of )?(?=[^\W\d_])"
)
_ON_ISLAND = re.compile(
    r"\b(?:on|off) (?=(?:[^\W\d_a-z][\w'-]{1,18} ){1,2}(?:Isle|Island|Islands|Skerries)\b)"
)
_IN = re.compile(r"\bin (?=[^\W\d_])")
_TRADE_OF = re.compile(
    r"\b(?:village|town|parish|island|isle|hamlet|city|county|suburb|mayor|vicar|rector|priest|minister|imam"
    r"|rabbi|postm\w+|head|headmaster|headteacher|publican|landlord|baker|butcher|barber|policeman|midwife"
    r"|doctor|gp|schoolteacher|teacher"
    r"|ferryman|shepherd|blacksmith|lady|laird|citizen|native|people|resident|councillor|clerk|chief|owner"
    r"|farmer|shopkeeper|librarian|undertaker|crofter|lighthouse keeper) (?:of|in|on|from|at) (?=[^\W\d_])",
)
_LIVES = re.compile(
    r"\b(?:live|lives|living|lived|stay|staying|grew up|moved|based|retired|settled|farm|holiday home|home"
    r"|house|croft|(?:only|last) [a-z]{3,14}|crofter|fisherman|ferry|ferries|stranded|stuck|[a-z]{3,12}er) "
    r"(?:in|on|at|to|near|outside|up in|over on) (?:the (?:isle|island) of )?(?=[^\W\d_])",
)
_NOT_AFTER = re.compile(
    r" (?:syndrome|disease|test|scan|diet|tablets?|injections?|cream|trial|study|criteria|score|method|ward"
    r"|unit|department|clinic|language|hospital)\b",
    re.IGNORECASE,
)
# Towns that people are born in or come from by the million are in LARGE_PLACES; these are no towns.
_SMALL_PLACES = word_lists("small_places")["small_places"]
_BEFORE_A_PLACE = re.compile(
    r"\b(?:in|from|near|at|outside|around|of|to|on|for|leave|live|,) (?=[^\W\d_a-z])"
)
_WHERE = {Kind.PLACE, Kind.WORKPLACE, Kind.SCHOOL}
_LONGEST_WHO = 60
# "52, a postman in", "17 and live in", "the only night porter at the", "4B at"
_WHO = re.compile(
    r"(?:\b(?:aged? )?(?<![\d./,])(?:[1-9]\d?|1[01]\d)(?: ?years?[- ]old| ?yo| ?y/o| ?yrs?|-year-old)?"
    r"(?:,| and)?(?: (?:an?|the|and|my|is|lives?|living|based) ?| [a-z'-]{2,14},?){0,5}"
    r"|(?:\b(?:i am|i'm|as) )?\b(?:the only|the|an?)(?: [\w'-]{2,14}){1,5}|\b(?:lollipop|dinner) (?:lady|man)"
    r"|\b(?:\d{1,2}[A-Z]|(?:year|class|klasse|form) \w{1,3}|reception)),?"
    r" (?:in|from|at|near|for|of) (?:the )?$",
    re.IGNORECASE,
)
# "former mayor of", "only midwife on", "33 and run the chip shop in": so sure that any capital word behind is a place.
_WHO_SURELY = re.compile(
    r"\b(?:(?:the )?(?:only|former|retired|ex)(?: (?:and|the|[\w'-]{2,14})){1,6}"
    r"|(?:aged? )?[1-9]\d(?:,| and)(?: (?:an?|the|my)| [a-z'-]{2,14},?){1,5}) (?:in|from|at|near|of|on) (?:the )?$",
    re.IGNORECASE,
)
# "the vet in ..., 58", "at ..., aged 74"
_AGE_BEHIND = re.compile(r",? (?:\(?aged? )?(?:[1-9]\d|1[01]\d)\)?(?= ?[,.;)!?]| and |$)")
# "born in Gdynia on 3.5.1987"
_BORN_IN = re.compile(
    r"\bborn (?:and (?:bred|raised) )?(?:in|at) (?=[^\W\d_a-z][^.!?\n]{2,40}?(?: on| in|,) \d)"
)
# "Llanfihangel-y-Coed", "Ashby-le-Moor": hardly anything but a place is called so.
_HYPHENED = re.compile(
    r"\b[^\W\d_a-z][\w']{2,16}-(?:y|yr|on|upon|le|la|les|by|in|under|next|sur|sous|en|am|an|na|nan|cum|juxta|super|der)"
    r"-(?:the-|der-|la-)?[^\W\d_a-z][\w']{2,16}\b"
)
_NO_PLACES = word_lists("not_personal")["no_places"]


def find_small_places(reading: Reading) -> Iterator[Span]:
    """Yield places too small to be said beside an age or a trade."""
    if reading.is_shouting:
        return
    text = reading.text
    tells = [match.start() for match in _TELLS.finditer(reading.small)]
    yield from _listed(reading, tells)
    for match in _HYPHENED.finditer(text):
        if _folded(match[0]) not in LARGE_PLACES:
            yield Span(Kind.PLACE, *match.span())
    for pattern, written, needs_tell in (
        (_TRADE_OF, reading.small, False),
        (_LIVES, reading.small, False),
        (_ON_ISLAND, text, False),
        (_BORN_IN, text, False),
        (_FROM, text, True),
        (_IN, text, True),
    ):
        for match in pattern.finditer(written):
            number = reading.at(match.end())
            if number is None or (needs_tell and not _is_near(tells, match.start())):
                continue
            word = reading.words[number]
            is_longer = reading.joins(number) and reading.words[number + 1].is_capital
            if (word.key in EPONYMS and not is_longer) or word.key in _NO_PLACES or word.key in NOT_NAMES:
                continue
            end = place_end(reading, number)
            if (
                end
                and not _NOT_AFTER.match(text, end)
                and (pattern is not _IN or _is_town(reading, number, end))
            ):
                yield Span(Kind.PLACE, match.end(), end)


def find_people_of_places(text: str, spans: list[Span]) -> Iterator[Span]:
    """Yield a place or house with the age or the trade before it, which together name somebody; only the place goes."""
    for span in spans:
        start = max(0, span.start - _LONGEST_WHO)
        before = text[start : span.start]
        found = _WHO_SURELY.search(before) if span.kind in {*_WHERE, Kind.NAME} else None
        if found is None and span.kind in _WHERE:
            found = _WHO.search(before)
        if found:
            behind = _AGE_BEHIND.match(text, span.end)
            end = behind.end() if behind else span.end
            instead = found[0].removesuffix("the ") + str(_("[place removed]")) + text[span.end : end]
            kind = span.kind if span.kind in _WHERE else Kind.PLACE
            yield Span(kind, start + found.start(), end, instead)


def _is_near(tells: list[int], place: int) -> bool:
    """Whether an age or a trade stands within a sentence's length."""
    at = bisect_left(tells, place - _NEAR)
    return at < len(tells) and tells[at] <= place + _NEAR


def _is_town(reading: Reading, number: int, end: int) -> bool:
    """ "in X" is a place less surely than "from X": no digits and no capitals inside, as drugs and tests have."""
    words = reading.text[reading.words[number].start : end]
    return (
        words.replace("-", " ").replace("'", "").replace(" ", "").isalpha()
        and words.split()[-1].casefold() not in LARGE_PLACES
    )


def _listed(reading: Reading, tells: list[int]) -> Iterator[Span]:
    """Small towns and villages that are known by name, after "in", "from" and the like."""
    for match in _BEFORE_A_PLACE.finditer(reading.text):
        number = reading.at(match.end())
        if number is None or not reading.words[number].is_capital or not _is_near(tells, match.start()):
            continue
        if reading.words[number].key in LARGE_PLACES:
            continue
        for last in range(min(number + 4, len(reading.words)) - 1, number - 1, -1):
            written = reading.text[reading.words[number].start : reading.words[last].name_end]
            if _folded(written) in _SMALL_PLACES:
                yield Span(Kind.PLACE, match.end(), reading.words[last].name_end)
                break


def _folded(place: str) -> str:
    """The place as the list has it: "great_tew"."""
    return "_".join(key(part) for part in re.split(r"[ -]+", place))
