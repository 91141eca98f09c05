"""How reference pages and causes are named in the A to Z, and found by their names in a text."""

import re
import unicodedata

from consult.language.characters import MARKS
from consult.language.normalise import normalise
from consult.language.tokens import fold, tokens
from consult.language.variants import term_of

_OPENING = re.compile(
    r"^(?:common |possible )?(?:causes of|what causes|what is|what are) (?:an? |the )?", re.IGNORECASE
)
_ASIDE = re.compile(r"\([^()]*\)")
_BETWEEN_WORDS = re.compile(rf"[^\w{MARKS}]+")


def subject(title: str) -> str:
    """Return what a page's title is about: "Causes of facial muscle loss" gives "Facial muscle loss"."""
    rest = _OPENING.sub("", title.strip(), count=1).rstrip("?: ") or title.strip()
    return rest[:1].upper() + rest[1:]


def index_name(title: str) -> str:
    """Return the key by which a title is sorted: its subject in small letters, accents and punctuation removed."""
    words = (fold(word) for word in _BETWEEN_WORDS.split(normalise(subject(title))))
    return " ".join(word for word in words if word)[:200]


def name_words(name: str) -> list[str]:
    """Return the words of a name as they are found in a text: one spelling, without endings and asides in brackets."""
    return [term_of(token.text) for token in tokens(told_name(name))]


def told_name(name: str) -> str:
    """Return a name without its asides in brackets."""
    return _ASIDE.sub(" ", name)


def writing_of(name: str) -> str:
    """Return in which writing a name begins, as Unicode calls it ("latin", "cjk", "arabic"); "" without a letter."""
    letter = next((each for each in name if each.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0].lower()[:20]
