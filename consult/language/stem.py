"""The stem of a word, so that "numbness" and "numb", "bleeds" and "bleeding" compare equal (Porter 1980)."""

import threading
from functools import lru_cache

import Stemmer

_SHORTEST = 3
_LONGEST = 40
_own = threading.local()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a word in small letters; short words and words with digits or other letters stay."""
    if not _SHORTEST <= len(word) <= _LONGEST or not (word.isascii() and word.isalpha()):
        return word
    stemmed: str = _porter().stemWord(word)
    return stemmed


def _porter() -> Stemmer.Stemmer:
    """The stemmer of this thread: one may not be shared.  Its own cache is off, lru_cache is faster."""
    try:
        return _own.porter
    except AttributeError:
        _own.porter = Stemmer.Stemmer("porter", 0)
        return _own.porter
