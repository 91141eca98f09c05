"""The pattern language of red flag phrases, small enough for an editor to learn in a minute.

    chest pain             these words, in any inflection ("chest pains"), small typing errors allowed
    suicid*                any word that begins like this
    pain ... chest         up to four other words may stand between
    cannot/couldn't speak  either word
    rash + stiff neck      both, near each other, in any order
    "fit"                  exactly this word
    1-12 weeks old         a number from 1 to 12, in digits or letters
    # a note               a line that is not a phrase

Between neighbouring words "a", "the", "my", "very" and the like are skipped without being asked for.
"""

import re
from dataclasses import dataclass
from itertools import product
from math import prod

from django.utils.translation import gettext as _

from consult.language.words import key, split_words

GAP_WORDS = 4
MAX_WORDS = 12
MAX_VARIANTS = 64
MAX_PARTS = 4
_RANGE = re.compile(r"(\d{1,4})-(\d{1,4})")
_GAPS = ("...", "…")


class PatternError(ValueError):
    """A phrase that cannot be understood; its message is written for the editor."""


@dataclass(frozen=True, slots=True)
class Element:
    """One word to find: `kind` is "word", "exact", "prefix" or "number"."""

    kind: str
    text: str
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to match a phrase: word by word the elements that fit, and before which words a gap may stand."""

    words: tuple[tuple[Element, ...], ...]
    gap_before: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as the editor wrote it: its parts between "+", each with all ways to match it."""

    text: str
    parts: tuple[tuple[Variant, ...], ...]


def parse_phrases(lines: str) -> tuple[Phrase, ...]:
    """Read one phrase a line; blank lines and notes are skipped. Raises PatternError naming the line."""
    phrases = []
    for number, line in enumerate(lines.splitlines(), start=1):
        text = " ".join(line.split())
        if text and not text.startswith("#"):
            try:
                phrases.append(parse_phrase(text))
            except PatternError as error:
                raise PatternError(
                    _("Line %(number)d, “%(line)s”: %(problem)s")
                    % {"number": number, "line": text, "problem": error}
                ) from error
    return tuple(phrases)


def parse_phrase(text: str) -> Phrase:
    """Read one phrase. Raises PatternError when it is empty, too long or malformed."""
    parts = re.split(r"(?:^|\s)\+(?:\s|$)", text)
    if len(parts) > MAX_PARTS:
        raise PatternError(_("a phrase can have at most %d parts with +.") % MAX_PARTS)
    return Phrase(text, tuple(_part(part) for part in parts))


def _part(text: str) -> tuple[Variant, ...]:
    slots: list[list[tuple[tuple[Element, ...], ...]]] = []
    gaps: list[bool] = []
    gap = False
    for token in text.replace("…", "...").replace("...", " ... ").split():
        if token in _GAPS:
            if not slots:
                raise PatternError(_("a phrase cannot begin with a gap (...)."))
            gap = True
            continue
        slots.append(_choices(token))
        gaps.append(gap)
        gap = False
    if not slots:
        raise PatternError(_("there is no word to look for."))
    if gap:
        raise PatternError(_("a phrase cannot end with a gap (...)."))
    return _variants(slots, gaps)


def _choices(token: str) -> list[tuple[tuple[Element, ...], ...]]:
    """Read "cannot/couldn't/hardly": single words are one choice together, a contraction is one of its own."""
    read = [_elements(choice) for choice in token.split("/")]
    single = tuple(elements[0] for elements in read if len(elements) == 1)
    together: list[tuple[tuple[Element, ...], ...]] = [(single,)] if single else []
    return together + [tuple((element,) for element in elements) for elements in read if len(elements) > 1]


def _variants(slots: list[list[tuple[tuple[Element, ...], ...]]], gaps: list[bool]) -> tuple[Variant, ...]:
    if prod(len(slot) for slot in slots) > MAX_VARIANTS:
        raise PatternError(_("too many choices with /; write it as two phrases."))
    variants = []
    for choice in product(*slots):
        words = tuple(word for part in choice for word in part)
        marks = tuple(gap and not i for part, gap in zip(choice, gaps, strict=True) for i in range(len(part)))
        if len(words) > MAX_WORDS:
            raise PatternError(_("a phrase can have at most %d words.") % MAX_WORDS)
        variants.append(Variant(words, marks))
    return tuple(variants)


def _elements(token: str) -> tuple[Element, ...]:
    bounds = _RANGE.fullmatch(token)
    if bounds:
        low, high = int(bounds[1]), int(bounds[2])
        if low > high:
            raise PatternError(_("a range runs from the smaller to the larger number."))
        return (Element("number", token, low, high),)
    kind = "word"
    if token.endswith("*"):
        kind, token = "prefix", token[:-1]
    elif len(token) > 2 and token[0] in '"“' and token[-1] in '"”':
        kind, token = "exact", token[1:-1]
    words = split_words(token)
    if not words or "*" in token:
        raise PatternError(_("“*” goes at the end of a word, and every phrase needs words."))
    if kind == "prefix" and (len(words) > 1 or len(words[0].text) < 3):
        raise PatternError(_("write at least three letters before “*”."))
    return tuple(Element(kind, word.text) for word in words)


def key_of(element: Element) -> str:
    """The form under which an element is compared: the stem for plain words, else its text."""
    return key(element.text) if element.kind == "word" else element.text
