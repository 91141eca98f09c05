"""Presents texts that arrive in lower case decently.  Changes capitals only, and shortens titles; never words."""

import re

TITLE_LENGTH = 150
# Abbreviations that are written in capitals whatever the text around them does.
ABBREVIATIONS = frozenset(
    "ADHD COPD CT ECG EKG GERD HIV HPV IBS IUD IVF MRI OCD PCOS PTSD STD TSH UTI".split()  # noqa: SIM905
)

# A run of spaces is taken whole and tried once: a page of empty lines would cost seconds.
_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?…])\s++|(?<!\s)(?=\s*\n)\s++)[\"'“‘(]*+([a-z])")
_LONE_I = re.compile(r"\bi\b(?=[\s,;:.!?)]|['’](?:m|ve|d|ll|s)\b|$)")
_WORD = re.compile(r"[A-Za-z]+")


def sentence_case(text: str, like: str = "") -> str:
    """Return `text` with capitals at sentence starts, in "I" and in abbreviations.

    Abbreviations are taken from `like`, another version of the text whose capitals are right: a word of two to
    five letters that stands there in capitals only.
    """
    capitals = ABBREVIATIONS | _abbreviations_in(like)
    text = _WORD.sub(lambda match: match[0].upper() if match[0].upper() in capitals else match[0], text)
    text = _LONE_I.sub("I", text)
    return _SENTENCE_START.sub(lambda match: match[0][:-1] + match[1].upper(), text)


def needs_case(text: str) -> bool:
    """Whether a text came without a single capital letter."""
    return text == text.lower() and text != text.upper()


def _abbreviations_in(text: str) -> set[str]:
    """The abbreviations of a text; none when it shouts from end to end."""
    words = _WORD.findall(text)
    shouted = [word for word in words if word.isupper() and len(word) > 1]
    if len(shouted) * 3 > len(words):
        return set()
    return {word for word in shouted if len(word) <= 5}


def short_title(text: str, length: int = TITLE_LENGTH) -> str:
    """Return a title of at most `length` characters: the first sentence when it fits, else cut at a word."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    if (first := re.match(r".{40,}?[.!?](?=\s)", text)) and first.end() <= length:
        return first[0]
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
