"""The texts that the classifier of personal data is trained on, with the places and kinds of what names somebody."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.personal_data import made_up
from bench.personal_data import nobodys as looks
from bench.personal_data.inserted import inserted
from consult.language.normalise import normalise
from consult.privacy.evaluation import read_sentences
from consult.privacy.reading import COMMON, GIVEN, key

KINDS = ("", "name", "house", "place", "number", "date")
"""What a word may be, by the number of its class; the first is nobody's."""
HERE = Path(__file__).parent
OWN = HERE.parents[1] / "tests/consult/privacy"
SHARES = {"inserted": 0.22, "nobody's": 0.16, "labelled": 0.50, "framed": 0.12}
NEWEST = 4
"""Texts by writers who saw no rule count so many times: the rules were made by the others."""
LONGEST = 1_500

_HOUSE = re.compile(
    r"\b(?:hospital|infirmary|ward|clinic|surgery|practice|hospice|unit|centre|center|school|primary|academy|college"
    r"|nursery|university|church|mosque|temple|chapel|club|fc|rfc|choir|home|care|ltd|& sons|garage|farm|bakery|tesco"
    r"|asda|aldi|lidl|morrisons|depot|plant|factory|pharmacy|dental|medical|health|gym|hotel|pub|inn|arms|council|library"
    r"|station|scouts|brownies|gp|a&e|hall|society|band|theatre|kindergarten|convent|klinik|klinikum|krankenhaus|schule"
    r"|escola|colegio|hosp|general|royal|st|bed|room|bay)\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:road|street|lane|avenue|close|drive|way|terrace|crescent|gardens|rd|ave|flat|apartment|apt|house no"
    r"|postcode|[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2})\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)
_SMALL = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Example:
    """A text, the places that name somebody (start, end, kind), and those that nobody judged."""

    text: str
    places: list[tuple[int, int, str]]
    unsure: list[tuple[int, int]]
    file: str


def kind_of(part: str, text: str, end: int) -> str:
    """What kind a labelled part is, by its look."""
    figures = sum(sign.isdecimal() for sign in part)
    if "@" in part or "www" in part or ("/" in part and not figures):
        return "number"
    if (
        figures
        and _DATE.search(part)
        and re.search(r"\d", part)
        and len(part) < 30
        and not _HOUSE.search(part)
    ):
        return "date"
    if _STREET.search(part) and figures:
        return "place"
    if _HOUSE.search(part):
        return "house"
    if figures > 2 and figures >= len(re.sub(r"\W", "", part)) / 3:
        return "number"
    if figures or re.search(r"\b(?:in|from|of|near|on) (?:[A-Z]|the)", part) or _STREET.search(part):
        return "place"
    return "name"


def labelled(path: Path, unsure: "Unsure") -> Iterator[Example]:
    """The texts of a file of the evaluation's form (text, label, what)."""
    for sentence in read_sentences(path):
        text = normalise(sentence.text)
        if text != sentence.text:
            continue
        places = [(start, end, kind_of(text[start:end], text, end)) for start, end in sentence.parts]
        # The same word again is the same person.
        for start, end, kind in list(places):
            for again in re.finditer(rf"(?<!\w){re.escape(text[start:end])}(?!\w)", text):
                if again.start() != start and kind == "name":
                    places.append((*again.span(), kind))
        yield Example(text, places, unsure(text) if places else [], path.name)


def written(path: Path) -> Iterator[Example]:
    """Our own sentences, with their parts in square brackets after the letter of their kind: "[n Anna] is ill"."""
    kinds = {"n": "name", "h": "house", "p": "place", "i": "number", "d": "date"}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, places = "", []
        for piece in re.split(r"(\[[nhpid] [^\]]+\])", line.replace("\\n", "\n")):
            if re.fullmatch(r"\[[nhpid] [^\]]+\]", piece):
                kind, piece = kinds[piece[1]], piece[3:-1]
                places.append((len(text), len(text) + len(piece), kind))
            text += piece
        yield Example(normalise(text), places, [], path.name)


class Unsure:
    """Where the rules see somebody, remembered between runs: what nobody judged teaches nothing."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.known: dict[str, list[list[int]]] = json.loads(file.read_text()) if file.is_file() else {}

    def __call__(self, text: str) -> list[tuple[int, int]]:
        """The marks of the rules in a text."""
        from consult.privacy.personal_data import find_personal_data

        if text not in self.known:
            self.known[text] = [[each.start, each.end] for each in find_personal_data(text)]
        return [(start, end) for start, end in self.known[text]]

    def save(self) -> None:
        """Keep what was read."""
        self.file.write_text(json.dumps(self.known))


def nobodys(paths: list[Path], unsure: Unsure) -> list[Example]:
    """Texts in which hardly anybody is named: JSON lines with text, or title and body, or anchor."""
    seen: set[str] = set()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            parts = (row.get(part) for part in ("text", "title", "body", "anchor"))
            text = normalise(". ".join(str(part) for part in parts if part))[:LONGEST]
            if text.isascii() or sum(sign.isascii() for sign in text) > len(text) * 0.9:
                seen.add(text)
    return [Example(text, [], unsure(text), "nobodys") for text in sorted(seen)]


class Drawn:
    """Draws examples without end."""

    def __init__(self, labelled_: list[Example], nobodys_: list[Example]) -> None:
        self.labelled, self.nobodys = labelled_, nobodys_
        self.bare = [each for each in nobodys_ if not each.unsure]

    def draw(self) -> Example:
        """One example, its names exchanged, its letters changed."""
        what = random.choices(list(SHARES), list(SHARES.values()))[0]
        if what == "inserted":
            source = random.choice(self.bare).text
            example = Example(*inserted(source if len(source) < 700 else source[:700]), [], what)
        elif what == "nobody's":
            example = random.choice(self.nobodys)
        elif what == "labelled":
            example = random.choice(self.labelled)
            if random.random() < 0.6:
                example = exchanged(example)
        else:
            example = Example(looks.made(), [], [], what)
        return relettered(example)


def exchanged(example: Example) -> Example:
    """The same with other names and numbers in its parts."""
    pieces, cursor = [], 0
    again: dict[str, str] = {}
    marks = [*((*place, True) for place in example.places), *((*each, "", False) for each in example.unsure)]
    for start, end, kind, is_part in sorted(marks):
        if start < cursor:
            continue
        pieces.append((example.text[cursor:start], "", True))
        part = example.text[start:end]
        if is_part:
            part = again.setdefault(part, _other(part, kind))
        pieces.append((part, kind, is_part))
        cursor = end
    pieces.append((example.text[cursor:], "", True))
    text, places, unsure = "", [], []
    for piece, kind, is_part in pieces:
        if kind:
            places.append((len(text), len(text) + len(piece), kind))
        elif not is_part:
            unsure.append((len(text), len(text) + len(piece)))
        text += piece
    return Example(text, places, unsure, example.file)


def _other(part: str, kind: str) -> str:
    if kind == "number" and "@" not in part:
        return re.sub(r"\d", lambda _digit: random.choice("0123456789"), part)
    if kind in {"number", "date"}:
        return part
    share = 0.95 if kind == "name" else 0.5

    def other(match: re.Match[str]) -> str:
        word = match[0]
        is_small = word.islower()
        if len(word) < 3 or random.random() > share or (kind != "name" and (is_small or _HOUSE.match(word))):
            return word
        if key(word) in COMMON and (is_small or key(word) not in GIVEN):
            return word
        if kind == "name":
            made = made_up.given() if key(word) in GIVEN else made_up.family()
        else:
            made = random.choice((made_up.place, made_up.family))()
        return made.lower() if is_small else made.upper() if word.isupper() else made

    made = _SMALL.sub(other, part)
    if kind == "place":
        made = re.sub(r"\d", lambda _digit: random.choice("123456789"), made)
    return made


def relettered(example: Example) -> Example:
    """The same in other letters now and then: all small, all capitals, a slip of the finger in a name."""
    chance = random.random()
    text = example.text
    if chance < 0.22:
        text = text.lower()
    elif chance < 0.26:
        text = text.upper()
    elif chance < 0.31 and example.places:
        text = "".join(
            sign.lower() if any(start <= at < end for start, end, _kind in example.places) else sign
            for at, sign in enumerate(text)
        )
    elif chance < 0.37 and (long := [place for place in example.places if place[1] - place[0] > 4]):
        start, end, _kind = random.choice(long)
        at = random.randrange(start + 1, end - 1)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if len(text) != len(example.text):  # a letter whose capital is two
        return example
    return Example(text, example.places, example.unsure, example.file)


def files() -> list[Path]:
    """The labelled files of the tree: those of the tests, and those by writers who saw no rule."""
    of_tests = [path for pattern in ("*.csv", "*.jsonl") for path in sorted(OWN.glob(pattern))]
    return [*of_tests, *sorted((HERE / "writers").glob("*.csv")), *sorted((HERE / "writers").glob("*.txt"))]


def read(path: Path, unsure: "Unsure") -> list[Example]:
    """The texts of one of these, as often as they count."""
    found = written(path) if path.suffix == ".txt" else labelled(path, unsure)
    return (NEWEST if path.parent.name == "writers" else 1) * list(found)
