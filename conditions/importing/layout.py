"""Lays the sections of an imported page out as a patient reads them.

The sections that tell what it is (or else its signs, its causes, or the first of all) open the page: their beginning is
the lead, their rest the text of what the page is about, the entry that carries the names and to which replies can link.
What tells when to get help goes to the warning signs, one a line, unless it is too long for a card.  Every other kind
of section becomes a heading with its text, in the order of `headings`; when the opening leaves nothing, the entry takes
the text of the first of these.  Causes are made only of what the file itself sets apart as one.
Nothing is left out but what stands twice, and what says nothing.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from conditions.importing.grammar import Spoken, spoken
from conditions.importing.headings import (
    ABOUT,
    LATER,
    POINTS,
    TREATMENT,
    WHEN_TO_GET_HELP,
    heading,
    order_of,
    question,
)
from conditions.importing.lost_signs import NO_FILE, FileWords
from conditions.importing.named_causes import NamedCause, causes_in
from conditions.importing.phenotypes import SENTENCE, without_share
from conditions.importing.wording import (
    HEADING,
    POINT,
    TEXT,
    Block,
    as_markdown,
    blocks_of,
    restored,
    settled,
)
from conditions.kinds import ILLNESSES, condition_key, kind_of, named

LEAD_LENGTH = 500
OPENERS = (ABOUT, "symptoms", "causes")
# So many points of a list belong to the lead at most.
LEAD_POINTS = 8
FEW_SIGNS = 5
NO_SIGNS = "The source names no sign of it but the condition itself."
MOST_WARNINGS = 1_500
_WHEN = re.compile(
    r"\bwhen (?:to|should (?:i|you|we)) (?:get|seek|call|contact|see)\b|\bwarning signs\b|\bemergency\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*(?=\s)")


@dataclass(frozen=True)
class Section:
    """One section of the file: its type, its heading and its text."""

    kind: str
    heading: str
    text: str


@dataclass
class Part:
    """One heading with its text, and the causes that the file names in it."""

    heading: str
    text: str = ""
    causes: list[NamedCause] = field(default_factory=list)
    is_after_treatment: bool = False


@dataclass
class Layout:
    """Where the words of a page go.  The first part is told of what the page is about, and has no text of its own."""

    kind: str
    question_heading: str
    lead: str
    about: str
    treatment: str = ""
    warning_signs: str = ""
    parts: list[Part] = field(default_factory=list)


@dataclass
class _Read:
    """All sections of one kind, read once."""

    heading: str
    blocks: list[Block]


def lay_out(title: str, sections: list[Section], words: FileWords = NO_FILE) -> Layout:
    """Return the layout of a page with at least one section; `words` are those of its file."""
    kind = kind_of(title)
    mended = [replace(section, text=restored(title, words.restored(section.text))) for section in sections]
    name = spoken(named(title).name, [section.text for section in mended], words.is_common)
    read = _read(mended, condition_key(name.name))
    warnings = _warnings(read)
    opening = _opening(read, name)
    lead, rest = _split(read.pop(opening).blocks, name)
    treatment = read.pop(TREATMENT, None)
    order = order_of(kind)
    kinds = sorted(read, key=lambda each: order.index(each) if each in order else len(order))
    layout = Layout(
        kind,
        question(kind, opening, name),
        lead,
        as_markdown(rest),
        as_markdown(treatment.blocks) if treatment else "",
        "\n".join(warnings),
    )
    first = Part(heading(kind, opening if opening != TREATMENT else ABOUT, "", name))
    if not rest and kinds and kinds[0] not in ("causes", *LATER):
        first, layout.about = _told(kind, kinds[0], read[kinds[0]], name), as_markdown(read[kinds[0]].blocks)
        first.text = ""
        kinds = kinds[1:]
    layout.parts = _each_once([first, *(_told(kind, each, read[each], name) for each in kinds)])
    return layout


def _opening(read: dict[str, _Read], name: Spoken) -> str:
    """The kind of section that opens the page: the first that says something of it."""
    kinds = [each for each in OPENERS if each in read]
    kinds += [each for each in read if each not in (*OPENERS, TREATMENT)]
    told = [each for each in kinds if _says_something(read[each].blocks, name)]
    return next(iter([*told, *kinds, TREATMENT]))


def _says_something(blocks: list[Block], name: Spoken) -> bool:
    """Whether a lead can be made of it: not of a table of signs that only names the condition again."""
    return not blocks or blocks[0].text != SENTENCE or bool(_signs(blocks, name))


def _each_once(parts: list[Part]) -> list[Part]:
    """The parts, each heading once: prevention and advice of a guide are both what you can do."""
    found: dict[str, Part] = {}
    for part in parts:
        first = found.setdefault(part.heading, part)
        if first is not part:
            first.text = "\n\n".join(text for text in (first.text, part.text) if text)
            first.causes += part.causes
    return list(found.values())


def _told(kind: str, section: str, read: _Read, name: Spoken) -> Part:
    """One kind of section as a part of the page."""
    causes: list[NamedCause] = []
    blocks = read.blocks
    if section == "causes" and kind in ILLNESSES:
        causes, blocks = causes_in(blocks, name.name)
    return Part(heading(kind, section, read.heading, name), as_markdown(blocks), causes, section in LATER)


def _read(sections: list[Section], name: str) -> dict[str, _Read]:
    """The blocks of each kind of section; what stands twice stands once, and no heading that only says the name."""
    found: dict[str, _Read] = {}
    seen: set[str] = set()
    for section in sections:
        said = [
            block
            for block in blocks_of(section.text)
            if block.kind != HEADING or condition_key(block.text) != name
        ]
        fresh = [block for block in settled(said) if block.kind == HEADING or block.text not in seen]
        # No heading stays whose text is told already.
        blocks = [
            block
            for block, after in pairwise([*fresh, Block(HEADING, "")])
            if not block.kind == after.kind == HEADING
        ]
        # A short point of a list may well stand in another one.
        seen |= {block.text for block in blocks if block.kind == TEXT or len(block.text) > LEAD_LENGTH // 10}
        if any(block.kind != HEADING for block in blocks):
            kind = _kind(section, blocks)
            found.setdefault(kind, _Read(section.heading, [])).blocks += blocks
    return found or {sections[0].kind: _Read(sections[0].heading, [Block(TEXT, sections[0].text.strip())])}


def _kind(section: Section, blocks: list[Block]) -> str:
    """What a section is, by its type, its heading and its form."""
    if _WHEN.search(f"{section.kind} {section.heading}"):
        return WHEN_TO_GET_HELP
    points = [block for block in blocks if block.kind == POINT]
    if section.kind == "considerations" and len(points) > 2 and len(points) >= 0.8 * len(blocks):
        return POINTS
    return section.kind


def _warnings(read: dict[str, _Read]) -> list[str]:
    """Take out what tells when to get help, one a line, when it fits a card and is not all that there is."""
    if WHEN_TO_GET_HELP not in read or len(read) == 1:
        return []
    lines = [line for block in read[WHEN_TO_GET_HELP].blocks for line in _lines(block)]
    if len("\n".join(lines)) > MOST_WARNINGS:
        return []
    del read[WHEN_TO_GET_HELP]
    return lines


def _lines(block: Block) -> list[str]:
    """One sign a line: a point, or each sentence."""
    if block.kind != TEXT:
        return [block.text]
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+", block.text) if part.strip()]


def _split(blocks: list[Block], name: Spoken) -> tuple[str, list[Block]]:
    """The lead, and what follows it: its first sentences, with the list that they lead to."""
    while blocks and blocks[0].kind == HEADING:
        blocks = blocks[1:]
    if signs := _signs(blocks, name):
        return signs, blocks
    if blocks and blocks[0].text == SENTENCE:
        return NO_SIGNS, blocks
    at = 0
    while at < len(blocks) and blocks[at].kind == TEXT:
        at += 1
    if not at:
        # A heading stays with its text.
        cut = LEAD_POINTS - (len(blocks) > LEAD_POINTS and blocks[LEAD_POINTS - 1].kind == HEADING)
        return as_markdown(blocks[:cut]), blocks[cut:]
    opening, after = "\n\n".join(block.text for block in blocks[:at]), blocks[at:]
    lead, rest = _whole_paragraphs(*split_lead(opening))
    if not rest and after and not _SENTENCE_END.search(f"{lead[-3:]} "):
        # What ends with "include:" is no answer without its list.
        points = list(takewhile(lambda block: block.kind == POINT, after))[:LEAD_POINTS]
        return as_markdown([*_paragraphs(lead), *points]), after[len(points) :]
    if not rest and not after:
        lead, rest = _two_sentences(lead)
    return as_markdown(_paragraphs(lead)), [*_paragraphs(rest), *after]


def _signs(blocks: list[Block], name: Spoken) -> str:
    """The short answer of a page that begins with a table of signs: the first of them, without shares.

    "" for any other page, and where the table only names the condition again.
    """
    if not blocks or blocks[0].text != SENTENCE:
        return ""
    points = (without_share(each.text) for each in takewhile(lambda block: block.kind == POINT, blocks[1:]))
    own = set(condition_key(name.name).split())
    told = [point for point in points if not set(condition_key(point).split()) <= own]
    return as_markdown([Block(TEXT, f"Among its signs: {'; '.join(told[:FEW_SIGNS])}.")] if told else [])


def _paragraphs(text: str) -> list[Block]:
    """The paragraphs of a text that was cut."""
    return [Block(TEXT, each) for each in text.split("\n\n") if each]


def _whole_paragraphs(lead: str, rest: str) -> tuple[str, str]:
    """The same, cut between two paragraphs where enough stands before: the rest then begins with no "They"."""
    told, gap, begun = lead.rpartition("\n\n")
    if not rest or len(told) < LEAD_LENGTH // 3:
        return lead, rest
    return told, f"{begun}{' ' if gap else ''}{rest}"


def _two_sentences(text: str) -> tuple[str, str]:
    """The first two sentences, and those that follow."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return (text[: ends[1]], text[ends[1] :].strip()) if len(ends) > 1 else (text, "")


def split_lead(text: str, length: int = LEAD_LENGTH) -> tuple[str, str]:
    """Return the first sentences of a text, up to `length` characters, and all that follows them.

    A first sentence longer than that is cut at a word and continued in the rest.
    """
    text = text.strip()
    if len(text) <= length:
        return text, ""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, length + 1)]
    if ends:
        return text[: ends[-1]], text[ends[-1] :].strip()
    cut = text.rfind(" ", 0, length)
    cut = cut if cut > 0 else length
    return text[:cut].rstrip() + " …", "… " + text[cut:].strip()
