"""Postal addresses and postcodes in the common European, Indian, American and East Asian shapes."""

import re
from collections.abc import Iterator

from consult.language.characters import has_digits, small
from consult.language.word_lists import word_lists, word_set
from consult.privacy.address_shapes import CANADIAN, EIRCODE, OF_A_POSTCODE, OTHER, UNIT, WITH_POSTCODE
from consult.privacy.address_shapes import UK as _UK
from consult.privacy.findings import Kind, Span

# The 124 postcode areas (Royal Mail, PAF Programmers Guide).
_UK_AREAS = word_set(
    """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN
    EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML
    N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD
    TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
    """
)
_UK_POSTCODE = re.compile(rf"\b{_UK}\b")
_SMALL_UK_POSTCODE = re.compile(
    r"\b(?:at|postcode|in|live)\b[ :]{1,3}([a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2})\b"
)
_SAID_POSTCODE = re.compile(
    r"\b(?:postcode|post code|zip code|zip(?:'s)?|postal code|plz|postleitzahl|code postal|c\.?p\.?|cap|eircode|pin "
    r"?code|pin|kod pocztowy|postnummer|postcode here)(?: is| was)?[ :.]{1,3}([a-z0-9]{2,5}[ "
    r"-]?[a-z0-9]{0,4})\b",
)
_US_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK"
    "|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY"
)
_OTHER_POSTCODES = re.compile(
    # Not the stage of a tumour, "T2N1M0".
    rf"\b(?:{_US_STATES})[ ,]{{1,2}}\d{{5}}(?:-\d{{4}})?\b|\b(?!T\dN\dM)[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b"
    r"|\b[ACDEFHKNPRTVWXY]\d[\dW] ?[ACDEFHKNPRTVWXY\d]{4}\b(?<=\d)(?<!\d{4})"
    rf"|〒 ?\d{{3}}-\d{{4}}|\b(?:D|A|CH|F|NL|B|I|E|PL|CZ)-\d{{4,5}}\b"
)
# Postcode and town: "9163 GB Nes", "16-300 Augustów", "933 31 Arvidsjaur", "53045 Montepulciano".
_TOWN = (
    r"[^\W\d_a-zà-ÿ][\w'’-]{1,24}(?: (?:(?:am|an der|im|bei|in|ob|de|del|della|la|le|les|el|los|sur|sous|en|do|da"
    r"|dos|na|nad|upon|on|und|the|di)[ -]){0,2}[^\W\d_a-zà-ÿ][\w'’-]{1,24}){0,3}(?: [A-HJ-Z]\b(?!['’.]))?"
)
_DUTCH = re.compile(rf"\b\d{{4}} ?[A-Z]{{2}}(?:,? {_TOWN})?(?!\w)")
_SPACED_TOWN = re.compile(rf"(?<![\d,.-])\b(?:\d{{2}}-\d{{3}}|\d{{3}} \d{{2}}|\d{{4}}-\d{{3}}) {_TOWN}")
_PLAIN_TOWN = re.compile(rf"(?<![\w,.-])\d{{4,5}} {_TOWN}")

_ROADS = (
    "street|st|road|rd|avenue|ave|av|lane|ln|drive|dr|close|cl|court|ct|place|pl|gardens|gdns|crescent|cres"
    "|terrace|terr|boulevard|blvd|square|sq|grove"
    "|mews|walk|way|row|hill|alley|highway|hwy|parade|bank|view|rise|croft|meadows?|park|green|wharf|quay|vale"
    "|glen|brae|wynd|gate|fold|nook|drove|circus|estate|yard|cottages|circle|cir|trail|trl|loop|run|ridge"
    "|parkway|pkwy|pike|path|turnpike|broadway|embankment|heights|end|common|drift|loan|villas|buildings"
    "|mansions|nagar|marg|colony|chowk|gali|bagh|vihar|enclave|layout|sector|cross|jalan"
)
# These are words of any sentence when they are written small.
_SMALL_ROADS = (
    "street|road|avenue|lane|drive|close|crescent|terrace|gardens|boulevard|square|grove|st|rd|ave|ln|blvd"
)
_LARGE_ROADS = "|".join(road[0].upper() + road[1:] for road in _ROADS.split("|"))
# A full stop goes on in an abbreviation ("St. Ives") only: behind a longer word, and before "She", a sentence ends.
_CAPITAL = (
    r"(?!(?:I|My|We|Our|He|His|She|Her|It|Its|They|Their|You|Your)\b)"
    r"[^\W\d_a-zà-ÿ](?:[\w'’-]|(?<!\w{4})\.|\.(?=\w)){0,20}"
)
_HOUSE = (
    r"(?:(?i:flat|apartment|apt\.?|unit|room|suite|no\.?|number|plot|block|floor|door no\.?|h\. ?no\.?|house no\.?"
    r"|shop)[ .]?#?\d{1,4}[A-Za-z]?[,/]? ?)"
)
_WITH_NUMBER = re.compile(
    rf"(?<![\w.,/-])(?:\d{{1,2}}/\d{{1,2}}, )?{_HOUSE}{{0,2}}\d{{1,5}}(?:[-/]\d{{1,4}})?[A-Za-z]?,? "
    r"(?:(?:(?!I\b)[^\W\d_a-zà-ÿ][\w'’.-]{1,20}|[NSEW]\b\.?|of|the|de|la|\d{1,3}(?:st|nd|rd|th)) "
    rf"){{1,4}}(?:{_SMALL_ROADS}|{_LARGE_ROADS}|{_SMALL_ROADS.upper()})\b\.?"
)
_LOWER_CASE = re.compile(
    r"\b\d{1,5}[a-z]? ((?:[a-z]{3,15} ){1,2})(?:street|road|avenue|lane|crescent|boulevard|close|terrace"
    r"|gardens|grove|rd|ave)\b(?! trip| accident)",
)
_FLAT = re.compile(
    r"\b(?:Flat|Apartment|Apt\.?|Unit|Wohnung|Room|Rm\.?) \d{1,4}(?:/\d{1,2})?[A-Za-z]?(?:, ?\d{1,2}/F)?"
    r"(?:, ?[^\W\d_a-z][\w'’-]{1,20}(?: [^\W\d_a-z][\w'’-]{1,20}){0,3})?"
)
_INDIAN = re.compile(
    r"\b(?:[HD]\.? ?No\.?|House No\.?|Door No\.?|Plot No\.?|Flat No\.?|Qtr\.? No\.?|Plot|S\.?No\.?)[ "
    r":.]{0,3}([\w/-]{1,12}(?:, ?[^\W\d_a-z][\w'’. -]{2,30}){1,5}(?:[ ,-]{1,3}\d{3} ?\d{3})?)"
)
# "No. 23, 4th Cross, Jayanagar 7th Block"
_NUMBERED_ROAD = re.compile(
    r"\b(?i:no|h\.? ?no|door no|plot no|plot|flat|#)\.? ?\d{1,4}[A-Za-z]?(?:/\d{1,4})?, ?"
    r"\d{1,3}(?:st|nd|rd|th) (?i:cross|main|block|stage|phase|street|road|lane|avenue|sector|floor)\b"
    rf"(?:, ?(?:{_CAPITAL} ){{0,2}}(?:\d{{1,3}}(?:st|nd|rd|th) )?{_CAPITAL}){{0,4}}"
)
_NUMBER = r"\d{1,4}(?:[ ]?[a-zA-Z](?![\w.]))?(?:[-/]\d{1,4}[a-z]?){0,2}"
# The word for the street first, then its name and the number.
_STREETS_BEFORE = (
    r"calle|laan|c/|avenida|avda\.?|av\.|plaza|plaça|carrer|paseo|camino|carretera|travesía|via|viale|piazza"
    r"|piazzale|corso|largo|vicolo|strada|contrada|rue|avenue|boulevard|bd|place|chemin|impasse|allée|quai"
    r"|route|cours|ul\.?|ulica|al\.|aleja|os\.|plac|pl\.|rua|travessa|praça|estrada|str\.|strada|bulevardul"
    r"|calea|ulice|nám\.|utca|odos|οδός|jalan|jl\.|lorong|đường|phố|cad\.|sok\."
)
_STREET_FIRST = re.compile(
    rf"\b(?i:{_STREETS_BEFORE})"
    r" (?:(?:de|van|der|den|del|della|dei|delle|la|le|las|los|el|du|des|dos|das|da|do|d'|l'|al|san|sant|st|ks\.|gen\."
    rf"|\d{{1,2}}|[ivx]+) ?){{0,3}}{_CAPITAL}(?: (?:(?:de|del|della|dei|la|le|y|e|i|du|des) "
    rf"){{0,2}}{_CAPITAL}){{0,4}},? ?(?:n[ºo°.]{{1,2}} ?|nr\.? ?)?{_NUMBER}"
)
# "Dorpsstraat 51", "Lindenweg 4a", "Storgatan 22", "Mannerheimintie 5", and French numbers first: "12 rue des Lilas".
_STREETS_BEHIND = (
    "straße", "strasse", "str.", "straat", "laan", "plein", "gracht", "kade", "singel", "dijk", "steeg", "hof", "dreef",
    "weg", "gasse", "platz", "allee", "ring", "damm", "ufer", "steig", "pfad", "chaussee", "berg", "markt", "wall",
    "graben", "gatan", "vägen", "gränd", "gata", "gate", "gaten", "vei", "veien", "vej", "gade", "allé", "stræde",
    "katu", "tie", "polku", "tänav", "iela", "gatvė", "utca", "út", "tér", "ulica", "ulice", "náměstí", "nám.", "třída",
    "sokak", "sokağı", "caddesi", "körút", "straede", "plads",
)  # fmt: skip
_STREET_IN_WORD = re.compile(
    r"\b[^\W\d_a-zà-ÿ][\w'’.-]{1,25}(?:[ -][^\W\d_a-zà-ÿ][\w'’.-]{1,20}){0,2}?[ -]?"
    rf"(?i:{'|'.join(map(re.escape, _STREETS_BEHIND))}) {_NUMBER}(?!\w|[.,]\d|%)"
)
_NUMBER_FIRST = re.compile(
    r"\b\d{1,4}(?: ?(?:bis|ter|[a-d]))?,? (?i:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée"
    r"|allées|quai|route|cours|passage|villa|sentier) (?:(?:de|du|des|la|le|les|l'|d'|de la|de l'|saint"
    rf"|sainte) ?){{0,3}}{_CAPITAL}(?:[ -](?:de|du|des|la|le|et)?[ -]?{_CAPITAL}){{0,3}}"
)
_LIVES_AT = re.compile(
    r"\b(?i:live|lives|living|lived|stay|staying|moved|moving|home is|house is|address is|adres|address"
    r"|adresse|dirección|indirizzo|residing|resident|deliver(?:ed)?|send (?:it|them)|post (?:it|them)|collect"
    r"|pick (?:me|it) up)"
    rf"(?: to| at| in| is|:)*[ :]{{1,2}}((?:\d{{1,4}}[a-z]?,? )?{_CAPITAL}(?:,? (?:(?:of|the|on|le|la|de|upon"
    rf"|and) )?{_CAPITAL}){{0,7}})"
)
_HOUSE_NAME = re.compile(
    rf"\b(?i:{_ROADS}|cottage|house|farm|lodge|manor|villa|tower|towers|block|barn|hall|grange|rectory"
    r"|vicarage|bungalow|mill)\b"
)
_HOUSES = (
    "(?:House|Cottage|Cottages|Lodge|Farm|Hall|Villa|Manor|Barn|Grange|Rectory|Towers?|Mansions|Heights|Court"
    "|Apartments|Residences?|Block|Croft|Forge|Mill),"
)
_HOUSE_AND_COMMA = re.compile(_HOUSES)
_NAMED_HOUSE = re.compile(
    rf"\b(?:[A-Z]?-?\d{{1,4}}[A-Z]?,? )?(?:(?:The )?{_CAPITAL} ){{1,3}}{_HOUSES}(?: {_CAPITAL}){{1,3}}"
)
_SINGAPORE = re.compile(
    r"\b(?:Blk|Block) \d{1,4}[A-Z]? [\w' .-]{3,40}?,? #\d{2}-\d{2,4}(?:,? (?:Singapore )?\d{6})?"
)
_SEGMENT = (
    rf"(?:\d{{1,4}}[A-Za-z]?,? )?(?:The )?(?:[A-Z]\. ?)?{_CAPITAL}(?: (?:of |the |le |on )?{_CAPITAL}){{0,3}}"
)
# Whatever the road is called: parts with capitals, a town and its postcode.
_TO_POSTCODE = re.compile(
    rf"\b(?:{_SEGMENT}, ?){{1,4}}{_CAPITAL}(?: {_CAPITAL}){{0,2}},? (?:{_UK}|\d{{3}} ?\d{{3}}\b)"
)
_BOX = re.compile(
    r"\b(?:P\.? ?O\.? ?Box|Postfach|Postbus|Apartado|Casella postale|GPO Box|Private Bag) ?\d{1,6}(?:-\d{3,6})?\b",
    re.IGNORECASE,
)
_ROMANISED = re.compile(
    r"\b(?:\d{1,3}F\.?(?:-\d{1,2})?,? ?)?(?:No\.? ?\d{1,4}(?:-\d{1,3})?,? ?)?(?:Aly\.? ?\d{1,4},? ?|Alley "
    r"?\d{1,4},? ?)?(?:Ln\.? ?\d{1,4},? ?|Lane ?\d{1,4},? ?)?(?:Sec(?:tion|\.)? ?\d,? ?)"
    r"(?:[A-Z][\w'’.-]{0,20} ){1,4}(?:Road|Rd\.?|Street|St\.?|Boulevard|Blvd\.?)"
    r"|\bNo\.? ?\d{1,4}(?:-\d{1,3})?, ?(?:(?:Aly|Alley|Ln|Lane)\.? ?\d{1,4}, ?){0,2}(?:[A-Z][\w'’.-]{0,20} "
    r"){1,4}(?:Road|Rd\.?|Street|St\.?)"
    r"|\b\d{1,3}(?:-\d{1,3}){1,2},? ?[A-Z][\w-]{1,20}-(?:cho|chome|machi|ku|dong|gil|ro|shi)\b"
    r"|\b[A-Z][\w-]{1,20}-(?:ro|gil|daero)(?: ?\d{1,3}(?:beon)?-?gil)?,? \d{1,4}(?:-\d{1,3})?\b"
    r"|\b\d{1,4}(?:-\d{1,3})?,? [A-Z][a-z]{2,20}-(?:ro|gil|daero)(?: \d{1,3}-gil)?\b"
)
_HAN = "\u4e00-\u9fff々ヶ"
_CHINESE = re.compile(
    rf"(?:[{_HAN}]{{2,3}}[市縣县省])?[{_HAN}]{{1,4}}[區区鄉鎮镇市县][{_HAN}\d]{{1,8}}[路街道巷村里][{_HAN}\d\s-]{{0,16}}?"
    r"(?:\d{1,5}(?:[之-]\d{1,3})?[巷弄號号室樓楼栋幢F]){1,5}(?:之\d{1,2})?(?:[A-Z]?[室座])?"
    rf"|[{_HAN}]{{1,6}}[路街道](?:[一二三四五六七八九十]段)?(?:\d{{1,4}}[巷弄號号室樓楼栋幢F]){{1,5}}(?:[A-Z]?[室座])?"
    rf"|[{_HAN}]{{2,4}}市[{_HAN}]{{1,4}}区[{_HAN}\u3040-\u30ff]{{2,10}}\d{{1,4}}(?:-\d{{1,3}}){{0,2}}"
    rf"|[{_HAN}]{{2,4}}[都道府県][{_HAN}\u3040-\u30ff]{{1,8}}[市区町村郡][{_HAN}\u3040-\u30ff]{{0,10}}"
    r"(?:[\d一二三四五六七八九十〇-]{1,8}(?:丁目|番地|番|号)?){0,5}"
    r"|[\uac00-\ud7af]{1,5}(?:시|도|특별시|광역시) [\uac00-\ud7af]{1,6}(?:시|군|구)(?: [\uac00-\ud7af\d]{1,10}){1,3}"
)
# What goes on after the core of an address: floors, flats, towns, postcodes.
_MORE = re.compile(
    r",? ?(?:\d{1,2}/F\b|(?:Block|Tower|Blk) \w{1,3}\b|(?:Street|[A-Z])[- ]?\d{1,3}(?:/\d{1,3})?\b"
    r"|\d{1,2} ?[º°ª](?: ?[A-Z]\b| ?(?:izq\w*|dcha|derecha|[Ee]sq\w*|[Dd]to|[Dd]ta|[Dd]ir\w*|[Ff]te"
    r"|[Ff]rente)\.?)?|m\. ?\d{1,3}|lok\. ?\d{1,3}|(?i:apt"
    r"|apartment|flat|unit|room|suite|floor|fl|piso|porta|puerta|esc|int|interno|interior|scala|bajo|bus|bte|app"
    r"|wohnung|top|stiege"
    r"|room|rm)\.? ?#?\d{0,4}[A-Za-z]?\b"
    rf"|{_UK}|\d{{4}} ?[A-Z]{{2}}\b(?: {_TOWN})?|(?:[A-Z]{{1,2}}-)?\d{{2}}-\d{{3}} {_TOWN}|\d{{3}} \d{{2}} "
    rf"{_TOWN}|(?:[A-Z]{{1,2}}-)?\d{{4,6}}(?:-\d{{3}})? {_TOWN}|(?:{_US_STATES}) \d{{5}}(?:-\d{{4}})?)"
    rf"|, ?(?!I\b|My\b|I'm\b|We\b|He\b|She\b|It\b|Is\b|Can\b)"
    rf"(?:(?:[A-Z]\. ?){{0,2}}{_TOWN})(?:[ ,-]{{1,3}}(?:{_UK}|\d{{3}} "
    rf"?\d{{3}}\b|\d{{4,6}}\b|(?:{_US_STATES}) \d{{5}}))?"
)
_UNITS_AND_TOWN = re.compile(rf"{UNIT}|,? [A-Z]{{2}} {CANADIAN}|,? (?:{EIRCODE})")
_MOST_STEPS = 8
_NOT_ROAD_NAMES = word_lists("privacy")["not_road_names"] | word_set(
    "cross walk run end view point total half way medical"
)
_UNITS = re.compile(
    r"(?i)^\d{1,5} (?:mg|mcg|ml|units?|tablets?|days?|weeks?|hours?|years?|months?|minutes?|times?|cm|mm|kg"
    r"|lbs?|stone|am|pm)\b"
)
_NUMBERED = (_WITH_NUMBER, _FLAT, _BOX, _ROMANISED, _NUMBER_FIRST, OTHER, _SINGAPORE, _NUMBERED_ROAD)
# What an address of a shape cannot do without; it is sooner looked for than the whole.
_STREET_BEFORE = re.compile(rf"\b(?:{small(_STREETS_BEFORE)}) ")
_NUMBER_BEHIND = re.compile(r"(?<=[^\d\s]) \d")
_ENDS_OF_STREETS = tuple(map(small, _STREETS_BEHIND))


def find_addresses(text: str) -> Iterator[Span]:
    """Yield postal addresses whole, from the house to the town, and postcodes."""
    written = small(text)
    if has_digits(text):
        yield from _postcodes(text, written)
        for match in _LOWER_CASE.finditer(written):
            if not _NOT_ROAD_NAMES.intersection(match[1].split()):
                yield Span(Kind.ADDRESS, match.start(), _whole(text, match.end()))
    for pattern in _possible(text, written):
        for match in pattern.finditer(text):
            if not _UNITS.match(match[0]):
                the = 4 if text[max(0, match.start() - 4) : match.start()] == "The " else 0
                yield Span(Kind.ADDRESS, match.start() - the, _whole(text, match.end()))
    for match in _INDIAN.finditer(text):
        yield Span(Kind.ADDRESS, match.start(), _whole(text, match.end()))
    for match in _LIVES_AT.finditer(text):
        if _HOUSE_NAME.search(match[1]):
            yield Span(Kind.ADDRESS, match.start(1), _whole(text, match.end(1)))


def _possible(text: str, written: str) -> Iterator[re.Pattern[str]]:
    """The patterns of which the text holds what they cannot do without; `written` is it in small letters."""
    if not text.isascii():
        yield _CHINESE
    if _HOUSE_AND_COMMA.search(text):
        yield _NAMED_HOUSE
    if not has_digits(text):
        return
    yield from _NUMBERED
    if _STREET_BEFORE.search(written):
        yield _STREET_FIRST
    if any(written.endswith(_ENDS_OF_STREETS, 0, gap.start()) for gap in _NUMBER_BEHIND.finditer(text)):
        yield _STREET_IN_WORD
    if OF_A_POSTCODE.search(text):
        yield from (_TO_POSTCODE, *WITH_POSTCODE)


def _postcodes(text: str, written: str) -> Iterator[Span]:
    for match in _UK_POSTCODE.finditer(text):
        if _is_uk(match[0]):
            yield Span(Kind.POSTCODE, *match.span())
    for match in _SMALL_UK_POSTCODE.finditer(written):
        if _is_uk(match[1]):
            yield Span(Kind.POSTCODE, *match.span(1))
    for pattern in (_OTHER_POSTCODES, _SPACED_TOWN):
        for match in pattern.finditer(text):
            yield Span(Kind.POSTCODE, *match.span())
    for match in _DUTCH.finditer(text):
        # "1500 IU", "1000 MG" are doses; a town behind says that it is none.
        if " " in match[0][6:].strip() or len(match[0]) > 8:
            yield Span(Kind.POSTCODE, *match.span())
    for match in _PLAIN_TOWN.finditer(text):
        # Alone a number and a capital word are anything: something of an address stands in front.
        if (
            re.search(
                r"\d[\w.ºª°]{0,3}, $|\b(?:in|at|live|from|D-|to|near|is|:|,) $",
                text[max(0, match.start() - 6) : match.start()],
            )
            and not re.match(r"(?:19|20)\d\d ", match[0])
            and len(match[0].split()[0]) == 5
        ):
            yield Span(Kind.POSTCODE, *match.span())
    for match in _SAID_POSTCODE.finditer(written):
        if sum(mark.isdecimal() for mark in match[1]) > 1 or (
            len(match[1]) > 4 and any(map(str.isdecimal, match[1]))
        ):
            yield Span(Kind.POSTCODE, *match.span(1))


def _is_uk(postcode: str) -> bool:
    """Whether it begins with one of the areas."""
    found = re.match("[A-Za-z]{1,2}", postcode)
    return bool(found) and found[0].upper() in _UK_AREAS  # type: ignore[index]


def _whole(text: str, end: int) -> int:
    """Where the address ends that goes on after `end`, in few steps."""
    for _step in range(_MOST_STEPS):
        more = _MORE.match(text, end) or _UNITS_AND_TOWN.match(text, end)
        if more is None or more.end() == end:
            break
        end = more.end()
    return end
