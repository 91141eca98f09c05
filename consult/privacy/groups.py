"""Clubs, scouts and shops that are known by the place or the road in their name, and houses in small letters."""

import re
from collections.abc import Iterator

from consult.language.word_lists import word_lists
from consult.privacy.findings import Kind, Span
from consult.privacy.houses import place_end
from consult.privacy.reading import BRANDS, CAPITALS, COMMON, EPONYMS, LARGE_PLACES, NOT_NAMES, Reading, key

_CAP = r"[^\W\d_a-z][\w'’&-]{1,20}"
_SCOUTS = re.compile(
    rf"\b(?:\d{{1,3}}(?:st|nd|rd|th) (?:{_CAP} ){{1,3}}|(?:{_CAP} ){{1,3}})(?:Brownies|Brownie|Scouts?|Cubs"
    rf"|Cub Scouts|Beavers|Guides"
    r"|Rainbows|Rangers|Explorers|Sea Scouts|Air Scouts|Boys'? Brigade|Girls'? Brigade|Scout Group|Squadron"
    r"|Air Cadets|Sea Cadets"
    r"|Army Cadets|Cadets|Young Farmers|WI|Women's Institute|Rotary|Lions Club|Silver Band|Brass Band"
    r"|Male Voice Choir"
    r"|Bowls Club|Bowling Club|Cricket Club|Tennis Club|Golf Club|Rowing Club|Sailing Club|Boxing Club|ABC|RUFC"
    r"|AFC|RLFC|Bowls"
    r"|Netball|Harriers|Joggers|Striders|Road Runners|Swimming Club|Cycling Club|Pony Club|Gymnastics"
    r"|Allotments?|[Pp]arkrun)\b"
    r"(?: (?:Pack|Unit|Troop|Group|Colony))?"
)
_SHOP = (
    r"(?:hairdressers?|barbers?|salon|caf[eé]|bakery|bakers|butchers|chippy|takeaway|pub|bar|restaurant|shop|stores?|garage"
    r"|launderette|pharmacy|chemist|vets?|opticians|dentists?|gym|studio|nursery|warehouse|factory|hotel|bookies|florist)"
)
# "on Bluebell Unit", "Cedar Ward": a ward by a name of its own
_WARD = re.compile(r"\b([^\W\d_a-z][\w'’-]{2,18}) (?:Ward|Unit)\b")
_HOUSES = word_lists("houses")
_NO_WARD_NAMES = frozenset({"isolation", "burns", "dependency", "stroke", "trauma"}).union(
    COMMON, CAPITALS, EPONYMS, BRANDS, NOT_NAMES, LARGE_PLACES,
    _HOUSES["departments"], _HOUSES["generic"], _HOUSES["centres"],
)  # fmt: skip
_NOT_SIGNED, _NOT_CALLED = COMMON | NOT_NAMES | BRANDS, COMMON | EPONYMS
# "Linden Halls of Residence"
_HALLS = re.compile(
    rf"\b(?:{_CAP} ){{1,3}}(?i:halls? of residence|student (?:halls?|village|accommodation|residences?|flats)|halls)\b"
)
# "Nisa on Gorsley Road", "the Co-op on Station Street": a shop of which there is one there.
_ON_A_ROAD = re.compile(
    rf"\b(?:(?:{_CAP}) ){{1,3}}(?:{_SHOP} )?(?:on|in|at|down|off) (?:the )?(?:{_CAP} ){{1,3}}?"
    r"(?:Road|Street|Lane|Avenue|Parade|Drive|Way|Terrace|Square|Place|Hill|Row|Rd|St|Retail Park|Precinct"
    r"|Shopping Centre)\b"
)
_ANY_ROAD = re.compile(r" (?:High|Main|Church|Station) (?:Street|Road|St|Rd)$")
# "off sick from Asda in Morpeth", "drive for Stagecoach out of the Ramsgate depot"
_FIRM_IN = re.compile(
    r"\b(?:works?|worked|working|job|shifts?|drives?|driving|driver|employed|help(?:s|ing)?|volunteer(?:s|ing)?"
    r"|off sick|sick leave|tills?|canteen|warehouse|stacks?"
    r"|shelves|clean(?:er|ing)?|manager|security|delivering|deliver|porter|cashier"
    r"|barista)\b(?:[ ,][\w'-]{1,12}){0,5}? "
    rf"(?:at|for|from|with|in) (?:the )?((?:{_CAP}|[A-Z]{{3,5}})(?: {_CAP})?) ?(?P<in>(?:,|in|near|at|on"
    rf"|out of)(?: the)? )?"
    rf"(?={_CAP})"
)
# "royal victoria infirmary", written small
_SMALL_HOUSE = re.compile(
    r"\b(?:royal|queen|king|prince|princess|st|saint|lady|great)(?:'s|s)? [a-z]{3,14}(?:'s|s)?(?: [a-z]{3,14}){0,1}? "
    r"(?:infirmary|hospital|hospice)\b"
)
_TOWN_CALLED = re.compile(
    r"\b(?:small|little|tiny|remote|our|home|my|fishing|mining|hill|mountain|seaside|native|a) (?:town|village"
    r"|hamlet|island|commune)"
    r"(?: called| named| of|,)? (?=[^\W\d_a-z])"
)
# "at 3 Tan y Bryn": a house by its number, whatever the road is called
_AT_NUMBER = re.compile(
    rf"\b(?:at|to) (\d{{1,4}}[A-Za-z]?,? {_CAP}(?: (?:y|yr|na|nan|an|the|of|de|la|du) {_CAP}| {_CAP}){{1,2}})"
)
# Who closes with where they are from: "Cheers, Bev from the chippy in ..."
_SIGNED_FROM = re.compile(
    rf"(?:^|[,.!?\n–-][ ]?)({_CAP}(?: [A-Z]\.?)?),? (?:from|in|of) (?:the [a-z]{{3,12}} (?:in|at|on) )?(?={_CAP})"
)
_AT_THE_END = re.compile(r"[ \t.!x]*$")
# "at Tollcross village hall", "the Riverside gym in Penlow": the word for the house is small
_SMALL_NOUN = re.compile(
    rf"\b(?:at|in|from|to|of|outside|near|behind|for) (?:the )?(?=(?P<house>(?P<name>(?:{_CAP}"
    rf" ){{1,3}})(?:(?:village|church|parish|scout|community"
    r"|sports|leisure|working men's|social|youth|bowls|rugby|football|cricket|tennis|golf|health|day|garden|food) )?"
    r"(?:hall|centre|hut|club|gym|bank|chapel|church|mosque|temple|abattoir|depot|garage|pub|chippy|library"
    r"|baths|pool|surgery"
    r"|juniors|infants|primary|allotments|campsite|boatyard|stables|bakery|quarry|mill|farm)\b))"
)
# "the Dog and Gun in ...", "the Queen Adelaide, bay 4"
_INN = re.compile(
    rf"\b(?:at|run|own|manage|keep|behind) the ({_CAP} (?:(?:and|&|of) )?{_CAP}),? (?:in|at|near) (?={_CAP})"
)
_WITH_A_WARD = re.compile(
    rf"\bthe ({_CAP}(?: {_CAP}){{0,2}}),? (?i:bay|ward|bed|room) [A-Z]?\d{{1,3}}[A-Z]?\b"
)
_IN_PLACE = re.compile(r",? (?:in|near|at) (?=[^\W\d_a-z])")
_ISLE = re.compile(rf"\b(?:Isle|Island|Isles) of {_CAP}(?: {_CAP})?")
_LARGE_ISLES = re.compile(r"Isle of (?:Wight|Man|Skye|Dogs)$|Island of Ireland$")


def find_groups(reading: Reading) -> Iterator[Span]:
    """Yield clubs, groups of scouts, shops on a road, isles, and hospitals in small letters."""
    text = reading.text
    for match in _SMALL_HOUSE.finditer(text):
        yield Span(Kind.HOSPITAL, *match.span())
    if reading.is_shouting:
        return
    for match in _HALLS.finditer(text):
        yield Span(Kind.ADDRESS, *match.span())
    for match in _WARD.finditer(text):
        words = {key(match[1]), match[1].lower()}
        if words.isdisjoint(_NO_WARD_NAMES):
            yield Span(Kind.HOSPITAL, *match.span())
    for match in _SCOUTS.finditer(text):
        number = reading.at(
            match.start() if match[0][0].isalpha() else match.start() + match[0].index(" ") + 1
        )
        if number is not None and (match[0][0].isdigit() or place_end(reading, number, but=frozenset())):
            yield Span(Kind.WORKPLACE, *match.span())
    for match in _ON_A_ROAD.finditer(text):
        if not _ANY_ROAD.search(match[0]):
            yield Span(Kind.WORKPLACE, *match.span())
    for match in _FIRM_IN.finditer(text):
        number = reading.at(match.end())
        if number is not None and (end := place_end(reading, number)):
            yield Span(Kind.WORKPLACE, match.start(1), end)
    for match in _TOWN_CALLED.finditer(text):
        number = reading.at(match.end())
        if number is not None and (end := place_end(reading, number)):
            yield Span(Kind.PLACE, match.end(), end)
    for match in _WITH_A_WARD.finditer(text):
        yield Span(Kind.HOSPITAL, match.start(1), match.end())
    for match in _INN.finditer(text):
        number = reading.at(match.end())
        if number is not None and (end := place_end(reading, number)):
            yield Span(Kind.WORKPLACE, match.start(1), end)
    yield from _small_nouns(reading)
    for match in _SIGNED_FROM.finditer(text):
        number, first = reading.at(match.end()), reading.at(match.start(1))
        if number is None or first is None or not (end := place_end(reading, number)):
            continue
        if _AT_THE_END.match(text, end) and reading.words[first].key not in _NOT_SIGNED:
            yield Span(Kind.NAME, match.start(1), end)
    for match in _AT_NUMBER.finditer(text):
        if COMMON.isdisjoint(match[1].lower().split()[1:2] + match[1].lower().split()[-1:]):
            yield Span(Kind.ADDRESS, *match.span(1))
    for match in _ISLE.finditer(text):
        if not _LARGE_ISLES.search(match[0]):
            yield Span(Kind.PLACE, *match.span())


def _small_nouns(reading: Reading) -> Iterator[Span]:
    """Houses with a name in capitals and a small word for what they are, with the small place they stand in."""
    for match in _SMALL_NOUN.finditer(reading.text):
        number = reading.at(match.start("house"))
        if number is None or not place_end(reading, number) or reading.words[number].key in _NOT_CALLED:
            continue
        end = match.end("house")
        yield Span(Kind.WORKPLACE, match.start("house"), end)
        place = _IN_PLACE.match(reading.text, end)
        number = reading.at(place.end()) if place else None
        if place and number is not None and (last := place_end(reading, number)):
            yield Span(Kind.PLACE, place.end(), last)
