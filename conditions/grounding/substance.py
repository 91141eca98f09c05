"""Whether a text says something else than before, or the same in other letters.

What is no more than layout, capitals, punctuation, or a typing error put right is no change of substance.  Where that
is not sure it counts as one: a doctor who is asked once too often loses a minute, one who is not asked answers for
words that nobody stands behind.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from consult.common.commonmark import plain_text
from consult.language.normalise import normalise
from consult.language.spelling import REAL_WORDS, is_one_slip
from consult.language.word_lists import word_lists

# Not the signs that say something: "<", "%", "+", the hyphen before a number.
_EDGES = " \t.,;:!?…\"'“”‘’«»()[]"
_RULE = re.compile(r"^(?:https?://)?(?:www\.)?(.*?)/?(?:#.*)?$", re.IGNORECASE)


def says_otherwise(old: str, new: str) -> bool:
    """Whether the CommonMark `new` says something else than `old`."""
    if old == new:
        return False
    before, after = _words(old), _words(new)
    for step, start, end, from_, to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        pairs = zip(before[start:end], after[from_:to], strict=False)
        if step != "equal" and (end - start != to - from_ or not all(_is_put_right(*pair) for pair in pairs)):
            return True
    return False


def rests_elsewhere(old: Iterable[dict[str, str]], new: Iterable[dict[str, str]]) -> bool:
    """Whether these are other sources than before; when somebody looked at them last is all one."""
    before, after = _by_address(old), _by_address(new)
    return before.keys() != after.keys() or any(
        says_otherwise(before[address], after[address]) for address in before
    )


def _words(text: str) -> list[str]:
    """The words without capitals, marks of layout and punctuation around them."""
    words = (word.strip(_EDGES).casefold() for word in normalise(plain_text(text)).split())
    return [word for word in words if any(character not in "-–—" for character in word)]


def _is_put_right(old: str, new: str) -> bool:
    """Whether a word that is none was put right by one letter."""
    known = word_lists("common_words")["common"]
    slip = old.isalpha() and new.isalpha() and is_one_slip(old, new)
    return slip and new in known and old not in known and old not in REAL_WORDS


def _by_address(sources: Iterable[dict[str, str]]) -> dict[str, str]:
    """What each source is called, by its address without the parts that lead to the same page."""
    return {
        _RULE.sub(r"\1", source["url"]).lower(): f"{source['publisher']}: {source['title']}"
        for source in sources
    }
