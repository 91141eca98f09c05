"""Typed and pasted text in one form: what every form, importer, scan, search and index reads.

What stays: every visible character, new lines, tabs, and the joiners that some scripts and emoji are spelt with.
What goes: control characters, non-characters, half surrogates, everything invisible that can hide inside a word, and
what turns the direction of the text around it.  Spaces, apostrophes and hyphens become one kind each, full-width
letters and digits ASCII, and letters with accents one character (Unicode NFC).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from consult.language.characters import APOSTROPHES, JOINERS, JOINING, MARKS

MOST_MARKS = 16
"""Combining marks kept on one letter: no language has more than a few, and sorting very many takes seconds."""

_LINE_ENDS = "\r\v\f\x85\u2028\u2029"
_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_HYPHENS = "\u2010\u2011\u2212\ufe63\uff0d"
_FULL_WIDTH = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0b\uff0e\uff20\uff3f"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
# Cn, Cs and what Unicode calls "default ignorable", but for joiners, variation selectors, tags and Mongolian's own.
_NOTHING = (
    "\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(17))
    + "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    + "\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    + "\U000e0000-\U000e001f\U000e0080-\U000e0fff"
)
_TEXT_OR_EMOJI = "\ufe0e\ufe0f"
_TAGS = "\U000e0020-\U000e007f"
_FLAG = "\U0001f3f4"
_MONGOLIAN_FORMS = "\u180b-\u180d\u180f"
_HELPERS = f"{JOINERS}\ufe00-\ufe0f{_MONGOLIAN_FORMS}{_TAGS}"

_PLAIN = re.compile(r"[\t\n\x20-\x5f\x61-\x7e]*")
_ODD = re.compile(
    f"\r\n|[{_LINE_ENDS}{_SPACES}{_HYPHENS}{_FULL_WIDTH}{_CONTROLS}{_NOTHING}"
    f"{re.sub('[`´' + chr(39) + ']', '', APOSTROPHES)}]"
)
# These two are signs of their own outside a word: `code`.
_INSIDE_A_WORD = re.compile(r"(?<=[^\W\d_])[`\u00b4](?=[^\W\d_])")
_CROWD = re.compile(f"([{MARKS}]{{{4 * MOST_MARKS}}})[{MARKS}]+")
_SMALL_CROWD = re.compile(f"([{MARKS}]{{{MOST_MARKS}}})[{MARKS}]+")
# A letter with what may melt into it: marks, and the vowels and end consonants of Korean.
_CLUSTER = re.compile(
    f"[^{MARKS}\u1161-\u1175\u11a8-\u11c2]?[{MARKS}\u1161-\u1175\u11a8-\u11c2]+|[^\x00-\x7f]"
)
_HELPER_RUN = re.compile(f"[{_HELPERS}]+")
_MARK_OR_HELPER = re.compile(f"[{MARKS}{_HELPERS}]")
_JOINING = re.compile(f"[{JOINING}]")
_FLAG_TAGS = re.compile("[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
_VISIBLE = re.compile(f"[^\\s{MARKS}{JOINERS}{_TAGS}]")

_Replace = Callable[[re.Match[str]], str]


def normalise(text: str) -> str:
    """Return the text in its one form; "" when nothing of it can be seen.  Doing it again changes nothing."""
    if not _PLAIN.fullmatch(text):
        text = _ODD.sub(_one_kind, text)
        # Most texts have neither, and need no second look.
        if _MARK_OR_HELPER.search(text):
            for _round in range(2):
                text = unicodedata.normalize("NFC", _CROWD.sub(r"\1", text))
                text = _HELPER_RUN.sub(_needed, text)
            text = _SMALL_CROWD.sub(r"\1", text)
        text = unicodedata.normalize("NFC", text)
        text = _INSIDE_A_WORD.sub("'", text)
    return text if _VISIBLE.search(text) else ""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in its one form, and where each of its characters stands in the text as it was."""

    text: str
    starts: range | list[int]
    ends: range | list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where text[start:end] stands in the text as it was."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]


def normalise_located(text: str) -> Normalised:
    """Return `normalise(text)` with the place of each character in `text`: to show marks in text that is stored."""
    if _PLAIN.fullmatch(text):
        kept = len(text) if _VISIBLE.search(text) else 0
        return Normalised(text[:kept], range(kept), range(1, kept + 1))
    moved = Normalised(text, range(len(text)), range(1, len(text) + 1))
    moved = _moved(moved, _ODD, _one_kind)
    for _round in range(2):
        moved = _moved(_nfc(_moved(moved, _CROWD, _first)), _HELPER_RUN, _needed)
    moved = _nfc(_moved(moved, _SMALL_CROWD, _first))
    moved = _moved(moved, _INSIDE_A_WORD, lambda _match: "'")
    return moved if _VISIBLE.search(moved.text) else Normalised("", range(0), range(0))


def _nfc(moved: Normalised) -> Normalised:
    """In Unicode NFC; most texts are already."""
    if unicodedata.is_normalized("NFC", moved.text):
        return moved
    return _moved(moved, _CLUSTER, _composed)


def _moved(before: Normalised, pattern: re.Pattern[str], replace: _Replace) -> Normalised:
    """Replace every match, keeping what matches its own replacement; a match of another length moves as a whole."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match, instead in _changes(before.text, pattern, replace):
        pieces += [before.text[at : match.start()], instead]
        starts += before.starts[at : match.start()]
        ends += before.ends[at : match.start()]
        first, last = match.span()
        if match[0].startswith(instead):
            starts += before.starts[first : first + len(instead)]
            ends += before.ends[first : first + len(instead)]
        else:
            starts += [before.starts[first]] * len(instead)
            ends += [before.ends[last - 1]] * len(instead)
        at = last
    if not pieces:
        return before
    pieces.append(before.text[at:])
    starts += before.starts[at:]
    ends += before.ends[at:]
    return Normalised("".join(pieces), starts, ends)


def _changes(text: str, pattern: re.Pattern[str], replace: _Replace) -> Iterator[tuple[re.Match[str], str]]:
    """The matches that do not stay as they are, each with what stands in its place."""
    for match in pattern.finditer(text):
        instead = replace(match)
        if instead != match[0]:
            yield match, instead


def _first(match: re.Match[str]) -> str:
    return match[1]


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match[0])


def _one_kind(match: re.Match[str]) -> str:
    """What stands for a character that has several kinds, or that cannot be seen."""
    character = match[0][0]
    if character in _LINE_ENDS:
        return "\n"
    if character in APOSTROPHES:
        return "'"
    if character in _HYPHENS:
        return "-"
    if "\uff0b" <= character <= "\uff5a":
        return chr(ord(character) - 0xFEE0)
    return " " if unicodedata.category(character) == "Zs" else ""


def _needed(match: re.Match[str]) -> str:
    """Of a run of invisible helpers what their neighbours are spelt with; elsewhere they only hide words."""
    run, text = match[0], match.string
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if not before:
        return ""
    if _JOINING.match(before):
        return _needed_in_a_word(run, before, after)
    if before == _FLAG and (tags := _FLAG_TAGS.match(run)):
        return tags[0]
    if before in "0123456789#*":
        return "\ufe0f" if run[0] == "\ufe0f" and after == "\u20e3" else ""
    if not _is_symbol(before):
        return ""
    style = run[0] if run[0] in _TEXT_OR_EMOJI else ""
    joined = "\u200d" in run and after and _is_symbol(after)
    return style + ("\u200d" if joined else "")


def _needed_in_a_word(run: str, before: str, after: str) -> str:
    """One joiner between two letters, the joiner after a virama, or the chosen form of a Mongolian letter."""
    if "\u1820" <= before <= "\u18aa":
        return run[0] if run[0] in "\u180b\u180c\u180d\u180f" else ""
    joiner = next((character for character in run if character in JOINERS), "")
    is_half = joiner == "\u200d" and unicodedata.combining(before) == 9
    return joiner if is_half or (after and _JOINING.match(after)) else ""


def _is_symbol(character: str) -> bool:
    """Whether it is an emoji or a sign like one."""
    if character in "©®‼⁉〰":
        return True
    return character > "\u203c" and unicodedata.category(character)[0] == "S"
