"""Puts people, houses, places and numbers into texts that name nobody: where a patient would have named them."""

import random
import re
from collections.abc import Callable

from bench.personal_data import made_up
from bench.personal_data.words import section

Part = tuple[str, str]
"""What is put in, and its kind: name, house, place or number; a plain text has the kind ""."""
_pick = random.choice

_RELATIVE = (
    r"(?:son|daughter|husband|wife|mum|mom|mother|dad|father|brother|sister|nan|gran|grandma|grandad|grandson"
    r"|granddaughter|partner|boyfriend|girlfriend|friend|best friend|mate|baby|toddler|boy|girl|little one|niece|nephew"
    r"|aunt|uncle|cousin|twin|neighbour|colleague|boss|flatmate|carer|child|kid|eldest|youngest|teacher|fiance|ex)"
)
_OWNED = re.compile(rf"\b[Mm]y (?:\d+[- ]year[- ]old )?{_RELATIVE}\b(?!')")
_PERSON = re.compile(
    r"(?:(?<=^)|(?<=[.!?] )|(?<=\n)|(?<=and )|(?<=but )|(?<=now )|(?<=that )|(?<=when )|(?<=because )|(?<=if ))"
    r"(?:He|She|he|she)\b(?!')"
)
_HIM = re.compile(r"\b(?:him|her)\b(?= (?:and|to|for|because|when|if|at|but|on|since|last|that)\b|[.,?!])")
_HIS = re.compile(
    r"\b(?:his|her|my (?:son|daughter|mum|dad|husband|wife|baby|mate|friend)'?s)\b(?= [a-z]{3})"
)
_DOCTOR = re.compile(
    r"\b(?:[Mm]y|[Tt]he|a|[Oo]ur) (?:doctor|gp|GP|consultant|surgeon|nurse|midwife|physio|specialist|dentist|therapist"
    r"|cardiologist|neurologist|dermatologist|pharmacist|paediatrician|health visitor|registrar|psychiatrist)\b(?!')"
)
_HOSPITAL = re.compile(
    r"\b(?:the |a |my |our )?(?:hospital|clinic|surgery|A&E|emergency room|ER|ward)\b(?! bed| visit)"
)
_AT = re.compile(r"\b(?:at|to|from) (?:school|nursery|college|university|work|home|the gym|church)\b")


def _name() -> str:
    return _pick((made_up.given, made_up.given, made_up.given, made_up.whole))()


def _doctor() -> list[Part]:
    chance = random.random()
    title = _pick(
        ("Dr", "Dr", "Dr.", "dr", "Mr", "Mrs", "Ms", "Prof", "Professor", "Doctor", "Sister", "Nurse", "Miss")
    )
    if chance < 0.7:
        return [(f"{title} {_pick((made_up.family, made_up.family, made_up.whole))()}", "name")]
    return [(f"{title} ", ""), (made_up.given(), "name")]


def _of_relative(match: str) -> list[Part]:
    return _pick(
        (
            lambda: [(f"{match} ", ""), (_name(), "name")],
            lambda: [(f"{match} ", ""), (_name(), "name")],
            lambda: [(_name(), "name")],
            lambda: [(f"{match}, ", ""), (_name(), "name"), (",", "")],
            lambda: [(f"{match} (", ""), (_name(), "name"), (_pick((")", f" {random.randint(1, 89)})")), "")],
            lambda: [
                (made_up.given(), "name"),
                (_pick((" and ", " & ", " n ")), ""),
                (made_up.given(), "name"),
            ],
            lambda: [(f"{match} called ", ""), (_name(), "name")],
            lambda: [(_name(), "name"), (f" ({match})", "")],
            lambda: [(_name(), "name"), (f", {match},", "")],
            lambda: [
                (_pick(("aunty ", "uncle ", "nana ", "little ", "our ", "poor ")), ""),
                (made_up.given(), "name"),
            ],
        )
    )()


def _of_his(_match: str) -> list[Part]:
    return [(made_up.given(), "name"), (_pick(("'s", "'s", "s")), "")]


def _of_doctor(match: str) -> list[Part]:
    return _pick(
        (
            _doctor,
            _doctor,
            lambda: [(f"{match} ", ""), *_doctor()],
            lambda: [(f"{match}, ", ""), (_name(), "name"), (",", "")],
            lambda: [(f"{match} ", ""), (_name(), "name")],
            lambda: [
                *_doctor(),
                (_pick((" at ", " from ", " at the ", " of ")), ""),
                (made_up.hospital(), "house"),
            ],
            lambda: [(f"{match} at ", ""), (made_up.hospital(), "house")],
            lambda: [(f"{match} (", ""), (_name(), "name"), (")", "")],
        )
    )()


def _of_hospital(_match: str) -> list[Part]:
    the = _pick(("", "", "the "))
    end: list[Part] = (
        [(_pick((" in ", ", ", " ")), ""), (made_up.place(), "place")] if random.random() < 0.25 else []
    )
    return [(the, ""), (made_up.hospital(), "house"), *end]


def _of_at(match: str) -> list[Part]:
    lead, what = match.split(" ", 1)
    make = made_up.school if what in {"school", "nursery", "college", "university"} else made_up.workplace
    if what == "home":
        return [(f"{lead} ", ""), (_pick((made_up.place, made_up.address))(), "place")]
    if random.random() < 0.2:
        return [(f"{match}, ", ""), (make(), "house"), (_pick((",", "", " is it")), "")]
    return [(f"{lead} {_pick(('', '', 'the '))}", ""), (make(), "house")]


_SWAPS: tuple[tuple[re.Pattern[str], Callable[[str], list[Part]], float], ...] = (
    (_OWNED, _of_relative, 0.6),
    (_PERSON, lambda _match: [(_name(), "name")], 0.4),
    (_HIS, _of_his, 0.15),
    (_HIM, lambda _match: [(_name(), "name")], 0.25),
    (_DOCTOR, _of_doctor, 0.6),
    (_HOSPITAL, _of_hospital, 0.5),
    (_AT, _of_at, 0.5),
)

_TRADES = section("trades")


def _age() -> str:
    return str(random.randint(2, 92))


_LINES: tuple[Callable[[], list[Part]], ...] = (
    lambda: [
        (
            _pick(
                ("Hi, I'm ", "I am ", "im ", "My name is ", "my names ", "Hello, this is ", "Its ", "Hi im ")
            ),
            "",
        ),
        (_name(), "name"),
        (_pick((".", f", {_age()}.", f" {_age()}", " here.", " and I need help.")), ""),
    ],
    lambda: [(_name(), "name"), (_pick((" here.", " here again", f", {_age()}.", " writing for mum.")), "")],
    lambda: [
        (
            _pick(
                (
                    "Thanks, ",
                    "Regards, ",
                    "Thx ",
                    "ta ",
                    "Yours, ",
                    "Cheers ",
                    "love ",
                    "Many thanks\n",
                    "\n",
                    "\n- ",
                    "from ",
                    "God bless, ",
                    "Yours sincerely,\n",
                    "xx ",
                    "Best wishes ",
                    "signed ",
                    "Kind regards\n",
                )
            ),
            "",
        ),
        (_name(), "name"),
        (_pick(("", "", " x", ".", " xx")), ""),
    ],
    lambda: [
        (f"{_pick(made_up.LABELS)}{_pick((' ', ': ', ' is ', ' = ', ' - '))}", ""),
        (made_up.number(), "number"),
        (_pick((".", "", " thanks", " if you need it.")), ""),
    ],
    lambda: [
        (
            _pick(
                ("I live at ", "we're at ", "address ", "send it to ", "Home is ", "im at ", "he lives on ")
            ),
            "",
        ),
        (made_up.address(), "place"),
        (_pick((".", "", ", top floor.", " if anyone can come.")), ""),
    ],
    lambda: [
        (
            _pick(
                (
                    "I'm from ",
                    "we live in ",
                    "here in ",
                    "Just moved to ",
                    "greetings from ",
                    "in a village, ",
                )
            ),
            "",
        ),
        (made_up.place(), "place"),
        (_pick((".", "", ", it's tiny.", f", {_age()}.")), ""),
    ],
    lambda: [
        (
            _pick(
                (
                    "I work at ",
                    "I'm a cleaner at ",
                    "off sick from ",
                    "my shift at ",
                    "I drive for ",
                    "manager of ",
                    "I volunteer at ",
                    "he plays for ",
                    "she sings with ",
                    "i do nights at ",
                    "we go to ",
                )
            ),
            "",
        ),
        (made_up.workplace(), "house"),
        (_pick((".", "", " and stand all day.", " since May.")), ""),
    ],
    lambda: [
        (
            _pick(
                (
                    "She goes to ",
                    "he's in year 4 at ",
                    "pupil at ",
                    "my class at ",
                    "I teach at ",
                    "the head of ",
                    "his nursery, ",
                    "reception at ",
                    "student at ",
                    "picked up from ",
                )
            ),
            "",
        ),
        (made_up.school(), "house"),
        (_pick((".", "", " and half of them cough.", " rang me.")), ""),
    ],
    lambda: [
        (
            _pick(
                (
                    "Seen at ",
                    "I was admitted to ",
                    "referred to ",
                    "the letter from ",
                    "waiting list at ",
                    "nurse on ",
                    "under the team at ",
                    "bloods done at ",
                    "my mum is in ",
                    "discharged from ",
                    "registered at ",
                )
            ),
            "",
        ),
        (made_up.hospital(), "house"),
        (_pick((".", "", " last week.", " and nobody rang back.")), ""),
    ],
    lambda: [
        (_pick(("I'm ", "Im ", "My dad, ", "")), ""),
        (f"{_pick(_TRADES)} {_pick(('in', 'of', 'from', 'at'))} {made_up.place()}", "place"),
        (_pick((".", "", f", {_age()}.")), ""),
    ],
    lambda: [
        (_pick(("Patient: ", "Re: ", "Pt name ", "PATIENT NAME: ", "Name: ", "Dear ", "cc ", "For: ")), ""),
        (made_up.whole(), "name"),
        (_pick((".", "", ", clinic note.", ",")), ""),
    ],
)


def inserted(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text with people, houses and places put in, and where each stands (start, end, kind)."""
    pieces: list[Part] = [(text, "")]
    for pattern, make, share in _SWAPS:
        pieces = [new for piece in pieces for new in _swapped(piece, pattern, make, share)]
    is_bare = all(not kind for _text, kind in pieces)
    for _line in range(random.choices((0, 1, 2), (0, 8, 2) if is_bare else (7, 3, 0))[0]):
        line = _pick(_LINES)()
        at_end = random.random() < 0.5 or line[0][0].startswith(("Thanks", "Regards", "\n"))
        gap = (_pick((" ", " ", "\n", ". ", ", ")), "")
        pieces = [*pieces, gap, *line] if at_end else [*line, gap, *pieces]
    return joined(pieces)


def _swapped(
    piece: Part, pattern: re.Pattern[str], make: Callable[[str], list[Part]], share: float
) -> list[Part]:
    """The piece cut where the pattern stands, some of these places given to somebody."""
    text, kind = piece
    if kind:
        return [piece]
    made: list[Part] = []
    cursor = 0
    for match in pattern.finditer(text):
        if random.random() < share:
            made += [(text[cursor : match.start()], ""), *make(match[0])]
            cursor = match.end()
    return [*made, (text[cursor:], "")]


def joined(pieces: list[Part]) -> tuple[str, list[tuple[int, int, str]]]:
    """The pieces as one text, and the places of those that have a kind."""
    text, places = "", []
    for piece, kind in pieces:
        if kind:
            places.append((len(text), len(text) + len(piece), kind))
        text += piece
    return text, places
