"""Where a mark begins and ends: the title before a name, the ward and the room of a house, the rest of an address."""

import re
from collections.abc import Iterable, Iterator

from consult.language.characters import JOINERS, MARKS, small
from consult.privacy.findings import Kind, Span

_HOUSES = {Kind.HOSPITAL, Kind.SCHOOL, Kind.WORKPLACE}
_PEOPLE = {Kind.NAME, Kind.CLINICIAN}
_WHERE = _HOUSES | {Kind.PLACE, Kind.ADDRESS, Kind.NAME}
_NUMBERS = {Kind.RECORD_NUMBER, Kind.NATIONAL_ID}
_LONGEST_BEFORE = 70

_CAP = r"[^\W\d_a-zà-ÿ][\w'’-]{1,20}"
# "Col. (retd) R. J. ...", "coach Lenny", "doamna doctor ..."
_TITLE_BEFORE = re.compile(
    r"(?<![\w'-])(?:(?i:col|capt|captain|maj|lt|sgt|cpl|brig|cllr|sqn ldr|wg cdr|insp|supt|revd?|hon)\.?"
    r"(?: \((?:retd?|ret'd|rtd)\.?\))?|(?i:coach|pastor|deacon|imam|sensei|maulana|matron|captain|chaplain|canon"
    r"|herr|frau"
    r"|doamn[aă]|domnul|doamnei|gospodin|gospo[dđ]a|kyria|kyrios|pani|pan|paní|señora?|signora?|monsieur|madame"
    r"|mevrouw|meneer"
    r"|doña|don|dona|dom|alhaji|hajia|ustadh|ustaz|doktor|doctora?|dottoressa|dottor|docteur)|[Bb]ig|Wee|Old"
    r"|Young)"
    r"[ ](?:[A-Z]\. ?){0,3}$"
)
# "T. J. Akinwale-Brown": its initials.
_INITIALS_BEFORE = re.compile(r"(?<![\w.])(?:[^\W\d_a-z]\. ?){1,3}$")
# A relative named like a title, whom nobody is said to have: "uncle Festus", not "my uncle Festus".
_KIN = (
    "uncle", "aunt", "auntie", "aunty", "nan", "nana", "nanna", "nanny", "gran", "granny", "grandma", "grandad",
    "granddad", "grandpa", "grampa", "nonna", "nonno", "oma", "opa", "cousin",
)  # fmt: skip
_KIN_BEFORE = re.compile(
    r"(?<![\w'-])(?P<owner>(?i:my|our|me|his|her|their|your|the|a|\w+'s)(?: \w{2,9}){0,2} )?"
    rf"(?P<kin>(?i:(?:great[ -])?(?:{'|'.join(_KIN)}))) $"
)
_ENDS_WITH_KIN = tuple(f"{kin} " for kin in _KIN)
# A last initial with its full stop: "Hannah W."
_LAST_INITIAL = re.compile(r"(?:[ .][^\W\d_])$")
# "Ward 7B at the ..."; "the Tuesday lunch club at ..."
_DAYS = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days? )?"
_PART_BEFORE = re.compile(
    rf"\b(?:(?i:ward|bay|bed|theatre|clinic|room) [A-Z]?\d{{1,3}}[A-Z]?|(?:{_CAP} ){{1,2}}(?i:ward|unit|suite|wing)"
    rf"|{_DAYS}(?i:(?:lunch|youth|bowls|bridge|knitting|coffee|craft|art|walking|luncheon|breakfast|supper|film"
    rf"|book|reading"
    r"|gardening|sewing|slimming|chess|toddler|parent and toddler|mother and baby|baby|memory|day|friendship"
    r"|over ?\d\ds|social"
    r"|running|dance|gym|bingo|after-?school) (?:club|group|morning|circle|class|caf[eé]|centre|session)"
    r"|choir|zumba|yoga|pilates|messy play|food ?bank|play ?group))"
    r"(?:,| on| in| at| of)* (?:the )?$"
)
_THE = re.compile(r"\bThe $")
# Parts of a house that stand behind its name.
_PART_BEHIND = re.compile(
    r",? ?(?:\(|- )?(?i:(?:room|rm|flat|unit|bed|bay|ward|plot|pitch|floor|suite|chalet|cabin|apartment|apt"
    r"|berth|block|wing)"
    r" (?:no\.? ?)?(?:[A-Z]?\d{1,4}[A-Z]?|[A-Z])\b)"
    r"| (?:under|Under|u|U)[ -]?\d{1,2}(?:'?s)?\b(?: (?:girls|boys|reserves))?|,? \d(?:st|nd|rd|th) (?:XV|XI|team)\b"
    r"| (?:ladies|reserves|juniors|colts|minis|veterans|vets|seconds|thirds|netball|hockey)\b(?: team)?"
    r"| (?i:nr|no|nº|n°)\.? ?\d{1,3}\b(?: im\. [^\W\d_a-z][\w-]{2,20}(?: [^\W\d_a-z][\w-]{2,20}){0,2})?"
    r"| (?i:minor injuries(?: unit| clinic)?|walk-in(?: centre)?|urgent (?:care|treatment)(?: centre)?|a&e"
    r"|outpatients"
    r"|cattle (?:auction|market)|livestock (?:market|auction)|auction|maternity(?: unit| ward)?|birth(?:ing)? centre"
    r"|day (?:unit|centre|hospital|nursery)|(?:care|nursing|residential) home|(?:medical|health|leisure|garden"
    r"|sports) centre"
    r"|(?:community|church|village|parish|scout) (?:hall|centre)|sixth form|youth club|sorting office"
    r"|distribution centre"
    r"|industrial estate|business park|(?:caravan|holiday|retail|theme) (?:site|park)|scout hut)\b"
    r"| (?:(?!(?:my|the|and|but|our|his|her|for|from|with|was|has|had|are|who|near|its?|this|that|or|on|in|at|to"
    r"|an?)\b)[a-z]{3,10} )?"
    r"(?:hall|station|depot|works|yard|mart|market|chapel|school|nursery|pool|baths|library|branch|store"
    r"|services|surgery|practice"
    r"|clinic|factory|bakery|warehouse|plant|mill|quarry|farm|garage|hotel|pub|church|mosque|temple|gym|pharmacy"
    r"|estate|flats|kitchen|canteen)\b"
)
_PART_NUMBERED = re.compile(
    r", (?i:room|rm|flat|unit|plot|pitch|chalet|cabin|apartment|apt|berth|bed|ward) (?:no\.? ?)?[A-Z]?\d{1,4}[A-Z]?\b"
)
_YEAR_BEHIND = re.compile(
    r",? (?:in )?(?:(?i:lower|upper) sixth|(?i:year|yr|class|form|reception class) (?:\d{1,2}[A-Z]?|[A-Z])\b)"
)
# "H. J. Cartmell (Miss)"; "jasmine k, 9B" at the end of a message.
_STYLE_BEHIND = re.compile(r" \((?i:miss|mrs|mr|ms|mx|dr|rev)\.?\)|,? (?:in )?\d{1,2}[A-Z](?=[ .!x]*$)")
# "van 't Hooft", "Mac an t-Saoir", "deniz kılınçoğlu", "Chen Yu-Ting (陳)"
_NAME_BEHIND = re.compile(
    r" (?:(?:van|von|de|den|der|ter|ten) )?(?:'[tns]|an|na) (?:[th]-)?[^\W\d_a-zà-ÿ][\w'’-]{2,20}"
    r"| (?=[^\W\d_]*[łńśźżğışčřěůőűđățșćąęœøåāēīōū])[^\W\d_A-Z]{4,20}\b"
    r"| ?[(（][\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]{1,5}[)）]"
)
_HALL_BEHIND = re.compile(r" (?:hall|flats|estate|close|lane|road|street|avenue|crescent|terrace|surgery)\b")
# The parts of an address in front of its road, and behind its town.
_ADDRESS_BEFORE = re.compile(
    rf"(?:(?<!\w)#?\d{{1,4}}-\d{{1,5}},? (?:(?:{_CAP} ){{1,3}}(?:Apt|Apartments?)\.?, )?"
    rf"|\b(?i:flat|apartment|apt|unit|room|rm|no|number|house|block|suite|shop)\.?(?: [A-Z]?\d{{0,4}}[A-Za-z]?)?,? "
    rf"(?:\d{{1,2}}/F,? )?(?:(?:{_CAP} ){{1,4}}(?:Building|Mansions?|House|Court|Centre|Tower|Garden|Estate), )?)$"
)
_ADDRESS_BEHIND = re.compile(
    r",? ?\d{1,4}[동호층](?: ?\d{1,5}호)?|[ ]?[\u30a0-\u30ff\u4e00-\u9fff]{2,15} ?\d{1,5}(?:号室|階|号)?"
    r"|(?:(?<=Taipei)|(?<=Tainan)|(?<=Taichung)|(?<=Hsinchu)|(?<=Kaohsiung)) \d{3,6}\b"
    r"| \d{1,4}(?:beon)?-?gil\b|, [A-Z][\w-]{1,20}-(?:gu|si|dong|ku|shi|do)\b(?:, [A-Z][a-z]{2,15}\b)?"
    r"|, ?\d{1,2} ?[º°ª] ?(?i:esq|dto|dta|dir|fte|frente|izq|dcha)\w*\.?"
)
_LABEL_BEFORE = re.compile(
    r"\b(?i:sort(?: code)?(?: is)?:? )$"
    r"|\b(?:MRN|UBRN|UHID|IPD|OPD|NHI|PPS|NINO|CHI|PNR|BSN|NIN|NRIC|IBAN)(?: [Nn]o\.?)?[ :.#]{1,2}$"
)
_ACCOUNT_BEHIND = re.compile(
    r",?(?: and)? ?(?i:acc(?:ount|t)?|a/c|ac)\.?(?: (?:no|number|num)\b\.?)?(?: is)?:? ?\d[\d -]{4,10}\d\b"
    r"|,? (?i:sort(?: code)?)(?: is)?:? ?\d\d[ -]?\d\d[ -]?\d\d\b"
)
_AREA_BEHIND = re.compile(r",? \(?(?i:area code|code|prefix)(?: is)? \d{2,5}\b")
# `\b` of a pattern stands in front of a combining mark too: what belongs to the last letter goes along with it.
_REST_OF_LETTER = re.compile(rf"[{MARKS}{JOINERS}][\w{MARKS}{JOINERS}]*")


def widen(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield each span with what belongs to it before and behind."""
    for span in spans:
        start, end = span.start, span.end
        before = text[max(0, start - _LONGEST_BEFORE) : start]
        for pattern, longest in _before(span.kind):
            if found := pattern.search(before, max(0, len(before) - longest)):
                start -= len(before) - found.start()
                before = before[: found.start()]
        if span.kind is Kind.NAME and small(before).endswith(_ENDS_WITH_KIN):
            kin = _KIN_BEFORE.search(before)
            if kin and not kin["owner"]:
                start -= len(before) - kin.start("kin")
        for pattern in _behind(span.kind):
            if found := pattern.match(text, end):
                end = found.end()
        if span.kind in _PEOPLE and text[end : end + 1] == "." and _LAST_INITIAL.search(text[end - 2 : end]):
            end += 1
        if rest := _REST_OF_LETTER.match(text, end):
            end = rest.end()
        yield span if (start, end) == (span.start, span.end) else Span(span.kind, start, end, span.instead)


def _before(kind: Kind) -> Iterator[tuple[re.Pattern[str], int]]:
    """What is looked for before a mark, with the characters that the longest of it can have."""
    if kind in _PEOPLE:
        yield from ((_TITLE_BEFORE, 32), (_INITIALS_BEFORE, 10))
    if kind in _HOUSES:
        yield from ((_THE, 4), (_PART_BEFORE, _LONGEST_BEFORE))
    if kind is Kind.ADDRESS:
        yield _ADDRESS_BEFORE, _LONGEST_BEFORE
    if kind in _NUMBERS:
        yield _LABEL_BEFORE, _LONGEST_BEFORE


def _behind(kind: Kind) -> Iterator[re.Pattern[str]]:
    if kind in _HOUSES:
        yield from (_PART_BEHIND, _PART_BEHIND)
    if kind in _PEOPLE:
        yield _NAME_BEHIND
    if kind is Kind.NAME:
        yield from (_STYLE_BEHIND, _HALL_BEHIND)
    if kind in _WHERE:
        yield _YEAR_BEHIND if kind is Kind.SCHOOL else _PART_NUMBERED
    if kind is Kind.ADDRESS:
        yield from (_ADDRESS_BEHIND, _ADDRESS_BEHIND)
    if kind in _NUMBERS:
        yield _ACCOUNT_BEHIND
    if kind is Kind.PHONE:
        yield _AREA_BEHIND
