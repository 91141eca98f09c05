"""Makes CommonMark of the flattened texts of a file: paragraphs, lists and headings, and no word that helps nobody.

The files at hand were taken from web pages with their marks lost: points of a list stand in one line, headings in a
line of their own, apostrophes are missing.  What cannot be told for certain stays as it is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from conditions.importing.phenotypes import readable

TEXT, POINT, HEADING = "text", "point", "heading"
LONGEST_PARAGRAPH = 700
LONGEST_HEADING = 70
LONGEST_POINT = 160
# A heading in small letters has so many words at most.
MOST_WORDS = 5

_QUESTION_AGAIN = re.compile(
    r"^(?:what|how|is|are|who|when|why|can|does|do)\b[^.?!\n]{3,200}\?\s+(?=\S)", re.IGNORECASE
)
# A sign between two numbers is no mark of a point: "5 - 10 mg".
_POINTS = re.compile(r"(?:^|(?<=\s)(?!(?:(?<=\d\s)|(?<=\d\s\s))[-•*·]\s+\d))[-•*·]\s+(?=\S)")
# "Reflux - when acid rises - burns": not in a line of points.
_DASH = re.compile(r"(?<=[a-z,)])\s+-\s+(?=[a-z])")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
_FOOTNOTE = re.compile(r"(?:(?<=[a-z)][.,])|(?<=[A-Z]{2}[.,]))\d{1,2}(?:,\d{1,2})*(?=\s|$)")
# "Hepatitis* A": the star led to a note at the foot of its page.  Not in "DRB1*0301".
_STAR = re.compile(r"(?<![\w*])(\w[\w'’-]*[).,]?)\*+(?=[\s.,;:)]|$)")
# "The anus*the opening at its end": a star for a dash.
_STAR_FOR_DASH = re.compile(r"(?<=[a-z])\*(?=[a-z])")
# A form to be filled in: "Date: __________".
_BLANK = re.compile(r"(?:\b[A-Z][\w ]{0,20}:\s*)?_{3,}\s*")
_HEAD_OF_FORM = re.compile(r"^(?:[A-Z]\w+ ){1,3}Results or Dates\s+", re.MULTILINE)
_BLANK_ALONE = re.compile(r"[A-Z][^.?!\n_]{0,80}\s_{3,}\s*\.\s*")
_TWO_STOPS = re.compile(r"(?<=\w)\.\s?\.(?=\s|$)")
# "NephritisAlport": two words, with a dash between them before it was lost.  Not so in an address, nor in a brand,
# whose first part is short: "SmartPill".
_LOST_DASH = re.compile(
    r"""
    (?P<address>(?:https?://|www\.)\S+ | \b[\w@.-]{1,100}\.(?:com|edu|gov|info|net|org|uk)\b\S*)
    | (?<=[a-z]{4})(?<!Medline)(?<!Health)(?<!Clinical)(?<!\b[A-Z][a-z]{4})(?<!\b[A-Z][a-z]{5})(?=[A-Z][a-z]{3})
    """,
    re.VERBOSE,
)
# A point that begins in the middle of a line: a capital after a small letter, though not after a word that goes on.
_CAPITAL = re.compile(
    r"(?<=[a-z)])(?<!\bof)(?<!\bor)(?<!\band)(?<!\bthe)(?<!\bas)(?<!\ba)(?<!\bin)(?<!\bto)(?<!\bby)(?<!\bwith)(?<!\bfrom)"
    r"(?<!\bthan)(?<!\bcalled)\s(?=[A-Z][a-z])"
)
FEWEST_RUN_ON = 4
_SENTENCE = re.compile(r"(?<=[a-z0-9)%”\"]{2}[.!?])\s+(?=[A-Z“\"])")
_APOSTROPHES = {
    "cant": "can't",
    "dont": "don't",
    "doesnt": "doesn't",
    "didnt": "didn't",
    "isnt": "isn't",
    "arent": "aren't",
    "wasnt": "wasn't",
    "werent": "weren't",
    "hasnt": "hasn't",
    "havent": "haven't",
    "couldnt": "couldn't",
    "wouldnt": "wouldn't",
    "shouldnt": "shouldn't",
    "youre": "you're",
    "youve": "you've",
    "youll": "you'll",
    "theres": "there's",
    "theyre": "they're",
    "theyll": "they'll",
    "wont": "won't",
    "childrens": "children's",
    "womens": "women's",
    "bodys": "body's",
    "womans": "woman's",
    "childs": "child's",
    "Crohns": "Crohn's",
    "Parkinsons": "Parkinson's",
    "Alzheimers": "Alzheimer's",
    "Hashimotos": "Hashimoto's",
    "Hodgkins": "Hodgkin's",
    "Cushings": "Cushing's",
}
_NO_APOSTROPHE = re.compile(rf"\b(?:{'|'.join(_APOSTROPHES)})\b", re.IGNORECASE)
# "A persons body", "the providers office": what somebody has.
_SOMEBODYS = re.compile(
    r"\b(?P<who>person|patient|infant|donor|mother|provider)s(?=\s(?:abdomen|arm|back|bladder|blood|body|bones?|brain"
    r"|cells|condition|damaged|diet|head|health|heart|kidneys?|life|liver|lungs|medical|mouth|nervous|nose|office|own|skin"
    r"|stomach|symptoms|throat|urethra|weight)\b)"
)
# Said of the page that it was taken from: a player of films, another language, a link that is gone.
_OF_ANOTHER_PAGE = re.compile(
    r"""
    ^(?:References?(?:['’]s)?:?|Link\ to\ .{1,80}|Example\ of\ an?\ .{0,40}\bPattern\b.{0,80})$
    | ^(?:Espa.{0,2}ol|Frequently\ Asked\ Questions.{0,9}|Fact\ Sheets?|Vector\ Information)$
    | ^(?:Overview|Image(?!-)\b[^.?!]{0,80}|\[?Top\]?|Return\ to\ top|See\ the\ image.*)$
    | ^References?(?:['’]s)?:?\s.*\bAccessed\b.*$
    | ^(?:How\ to\ Contact\ |The\ general\ public\ and\ health\ ?care\ providers\ should\ (?:first\ )?call\b).*
    | ^(?:More\ on:|Resources\ for\ Health\ Professionals\b)[^.?!]{0,160}$
    | ^(?:Click\ the\ "start"|The\ animation\ below|The\ (?:image|illustration|figure)\ (?:below\ )?shows
        |To\ view\ (?:an?\ |the\ |this\ )?(?:larger\ )?(?:animation|figure|illustration|image|map|page|picture|video)
        |Click\ here|Figure\ [A-Z]\ shows)\b.*
    | ^[^.]{0,80}\b(?:clinical\ trials?\.gov|NIH\ Clinical\ Trials)\b[^.]*\.?$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_IN_BRACKETS = re.compile(r"\s?\((?:For more (?:information|details)|See the)\b[^()\n]{0,200}\)")
# Sentences on where else to read, for readers of the page that a text was taken from.
_FOR_OTHER_READERS = re.compile(
    r"""
    \bHealth\ Topics?\b | \bNIDDK\ health\ topics?\b | \bMedlinePlus\ Medical\ Dictionary\b
    | \bclick(?:ing)?\ (?:here|on)\b
    | \bPronunciation\ Guide\b | \bGARD\ Information\ Specialist\b | \bPubMed\b | \binterlibrary\ loan\b
    | \b(?:libraries\ in\ your\ area|locat(?:e|ing)\ libraries|publishers?['’]?s?\ Web\ ?site|HHS\ Web\ ?site)\b
    | \bCDC(?:-INFO|\ scientist)\b
    | \b(?:trademarked|advanced\ search\ feature|as\ your\ search\ term|Exit\ Notification)\b
    | \b(?:on|of)\ this\ web\ ?site\b
    | ^Information\ for\ this\ page\b | ^This\ (?:article|fact\ sheet)\ (?:focuses|discusses|describes)\b
    | ^You\ can\ (?:also\ )?(?:find|learn|read)\ (?:more|additional)\b | ^To\ (?:learn|read)\ more\b
    | ^For\ more\ information\b.*:$ | ^Video\ demonstrations\b
    | ^(?:More|Further|Additional)\ information\b.{0,120}\b(?:is|are)\ (?:provided|available|found)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LOST_SPACES = (
    (re.compile(r"(?<=[a-z]),(?=[a-z]{3})"), ", "),
    # Not "cyst(s)".
    (re.compile(r"(?<=[a-z]{3})\((?!e?s\))(?=[a-z])"), " ("),
    # "with|C. burnetii", "ureters.|The".
    (re.compile(r"(?<=[a-z]{3})(?=[A-Z]\.\s[a-z]{3})|(?<=[a-z]{3}[.])(?=[A-Z][a-z]+\s)"), " "),
    (re.compile(r"(?<=[a-z]{3})(\d+)(?=[a-z]{4})"), r" \1 "),
    (re.compile(r"\s?--+\s?|(?<=[a-z]{2})- (?=(?:an?|the)\b)"), " – "),
    (re.compile(r"\b(\d+)(?=(?:years?|months?|weeks?|days?|hours?|minutes?|percent)\b)"), r"\1 "),
)


@dataclass(frozen=True)
class Block:
    """A paragraph, a point of a list, or a heading."""

    kind: str
    text: str


def blocks_of(text: str) -> list[Block]:
    """Return the paragraphs, points and headings of a flattened text."""
    lines = [line for raw in _mended(text).splitlines() if (line := raw.strip())]
    lines = [line for line in lines if not _OF_ANOTHER_PAGE.match(line)]
    found: list[Block] = []
    in_list = False
    lines = _each_told_once(lines)
    for at, raw in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else ""
        line = raw if _points(raw) else _DASH.sub(" – ", raw)
        if points := _points(line):
            before, *rest = points
            found += _paragraphs(before)
            found += [Block(POINT, point) for point in rest]
            in_list = False
        elif points := _run_on(line):
            before, *rest = points
            found += _paragraphs(before)
            found += [Block(POINT if _is_point(point) else TEXT, point) for point in rest]
            in_list = False
        elif _is_heading(line, following, in_list=in_list):
            found.append(Block(HEADING, line.rstrip(":")))
            in_list = False
        elif in_list and _is_point(line):
            found.append(Block(POINT, line))
        else:
            found += _paragraphs(line)
            in_list = line.endswith(":")
    return _without_lost_end(found)


def as_markdown(blocks: Iterable[Block]) -> str:
    """Return blocks as CommonMark."""
    parts: list[str] = []
    last = ""
    for block in settled(blocks):
        if block.kind == POINT and last == POINT:
            parts[-1] += f"\n- {_safe(block.text)}"
        elif block.kind == POINT:
            parts.append(f"- {_safe(block.text)}")
        else:
            parts.append(f"### {block.text}" if block.kind == HEADING else _safe(block.text))
        last = block.kind
    return "\n\n".join(parts)


def settled(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with no heading but over a text: several in a row are points of a list, one at the end a paragraph."""
    found: list[Block] = []
    run: list[Block] = []
    for block in [*blocks, Block(TEXT, "")]:
        if block.kind == HEADING:
            run.append(block)
            continue
        if len(run) > 1:
            found += [Block(POINT, each.text) for each in run]
            is_last = block.kind == TEXT and _is_title(block.text) and block.text[-1:].isalnum()
            found.append(Block(POINT, block.text) if is_last else block)
        else:
            found += [each if block.text else Block(TEXT, each.text) for each in run]
            found.append(block)
        run = []
    return [block for block in found if block.text]


def _each_told_once(lines: list[str]) -> list[str]:
    """The lines without a box that says what the text after it says, and without a text that a box has told whole.

    What says a sentence of its own stays.
    """
    found: list[str] = []
    for line, following in pairwise([*lines, ""]):
        if not _is_told_in(line, following) and not (found and _is_told_in(line, found[-1])):
            found.append(line)
    return found


def _is_told_in(line: str, other: str) -> bool:
    """Whether every sentence of a line that is no heading stands in another line."""
    return len(line) > LONGEST_HEADING and all(part in other for part in _SENTENCE.split(line))


def _without_lost_end(blocks: list[Block]) -> list[Block]:
    """The blocks without a heading at their end that is told before, and without a last sentence whose list is lost."""
    while blocks and blocks[-1].kind != POINT and _is_title(name := blocks[-1].text) and name[-1:].isalnum():
        again = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
        if not any(again.search(block.text) for block in blocks[:-1] if block.kind != HEADING):
            break
        blocks.pop()
    if blocks and blocks[-1].kind == TEXT and blocks[-1].text.endswith(":"):
        said = " ".join(_SENTENCE.split(blocks.pop().text)[:-1])
        blocks += [Block(TEXT, said)] if said else []
    return blocks


def _safe(text: str) -> str:
    """A text in which no sign at its beginning, and no star, is taken for a mark."""
    escaped = re.sub(r"(?<!\\)([*_\[\]<])", r"\\\1", text)
    return re.sub(r"^(#|>|[-+](?=\s)|\d+(?=[.)]\s))", r"\\\1", escaped) if text[:1] in "#>-+" else escaped


def _mended(text: str) -> str:
    """The text without what was lost or left over when it was taken from its page."""
    text = _QUESTION_AGAIN.sub("", readable(text).strip())
    text = _LOST_DASH.sub(lambda match: match["address"] or " – ", _IN_BRACKETS.sub("", text))
    text = _HEAD_OF_FORM.sub(
        "", _BLANK.sub("", _BLANK_ALONE.sub("", _STAR_FOR_DASH.sub(" – ", _STAR.sub(r"\1", text))))
    )
    text = _TWO_STOPS.sub(".", _FOOTNOTE.sub("", text))
    for lost, found in _LOST_SPACES:
        text = lost.sub(found, text)
    text = "\n".join(_for_our_readers(line) for line in text.splitlines())
    return _SOMEBODYS.sub(r"\g<who>'s", _NO_APOSTROPHE.sub(_with_apostrophe, text))


def _for_our_readers(line: str) -> str:
    """The line without sentences for readers of another page."""
    parts = _SENTENCE.split(line)
    kept = [part for part in parts if not _FOR_OTHER_READERS.search(part)]
    return line if len(kept) == len(parts) else " ".join(kept)


def restored(title: str, text: str) -> str:
    """The text, in which names of the title that lost their apostrophe have it again: "Hashimotos"."""
    for name in re.findall(r"\b\w{3,}['’]s\b", title):
        text = re.sub(rf"\b{name[:-2]}s\b", name, text)
    return text


def _with_apostrophe(match: re.Match[str]) -> str:
    """The word with its apostrophe, in the case that it has."""
    said = match[0]
    mended = _APOSTROPHES.get(said) or _APOSTROPHES.get(said.lower()) or said
    return mended[:1].upper() + mended[1:] if said[:1].isupper() else mended


def _points(line: str) -> list[str]:
    """What stands before the points of a list, then the points; nothing for a line without any."""
    if number := _NUMBERED.match(line):
        return ["", line[number.end() :]]
    if not re.match(r"[-•*·]\s+\S", line):
        # Two dashes may set words off, three are points: "if you - are overweight - are over 45 - smoke".
        before, *points = _DASH.split(line)
        is_list = (
            len(points) > 2
            and ":" not in before
            and not any(_SENTENCE.search(point) for point in points[:-1])
        )
        return [before, *points] if is_list else []
    before, *points = _POINTS.split(line)
    return [before.strip(), *(point.strip() for point in points if point.strip())]


def _run_on(line: str) -> list[str]:
    """What stands before a list whose points are told apart by their capitals alone, then these: "include: Headache
    Anxiety Low blood pressure"; nothing for a line without one.  A sentence may follow the last of them.
    """
    before, colon, told = line.partition(": ")
    points = _CAPITAL.split(told.strip()) if colon else []
    if len(points) < FEWEST_RUN_ON or any(re.search(r"[.!?:]", point) for point in points[:-1]):
        return []
    return [f"{before}:", *points] if all(len(point) <= LONGEST_POINT for point in points[:-1]) else []


def _is_heading(line: str, following: str, *, in_list: bool) -> bool:
    """Whether a line is a heading: in capitals as titles are, over a sentence or another heading, or very short."""
    if line[-1:] in ".,;:!" or not line[:1].isupper():
        return False
    is_title, is_sentence = (
        _is_title(line),
        following[-1:] in (".", ":", "?") or len(following) > LONGEST_HEADING,
    )
    if is_title and is_sentence and len(following) > len(line):
        return True
    if in_list or _points(following):
        return False
    is_short = len(line.split()) <= MOST_WORDS and len(line) <= LONGEST_POINT // 3
    return (is_title and _is_title(following)) or (is_short and len(following) > LONGEST_HEADING)


def _is_title(line: str) -> bool:
    """Whether a line is written as titles are."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", line) if len(word) > 3]
    return 0 < len(line) <= LONGEST_HEADING and bool(words) and all(word[:1].isupper() for word in words)


def _is_point(line: str) -> bool:
    """Whether a line after "these include:" is one of the points."""
    return len(line) <= LONGEST_POINT and not _SENTENCE.search(line)


def _paragraphs(text: str) -> Iterator[Block]:
    """A text in paragraphs that are read at one go."""
    if len(text) <= LONGEST_PARAGRAPH:
        if text:
            yield Block(TEXT, text)
        return
    said = ""
    for sentence in _SENTENCE.split(text):
        if said and len(said) + len(sentence) > LONGEST_PARAGRAPH * 2 // 3:
            yield Block(TEXT, said)
            said = sentence
        else:
            said = f"{said} {sentence}".strip()
    yield Block(TEXT, said)
