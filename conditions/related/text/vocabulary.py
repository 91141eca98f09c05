"""The words that a search may be corrected to: names that editors wrote, and words that many titles share."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.db import DatabaseError, connection

from conditions.models import Cause, CauseAlias, ReferencePage
from consult.language.spelling import SpellingIndex
from consult.language.tokens import tokens
from consult.models import Doctor, Question, Specialty, Topic

logger = logging.getLogger(__name__)

SECONDS = 900
"""Age at which it is read anew beside the requests.  Whoever corrects a word looks up that the word still occurs."""

MOST_SECONDS = 4 * SECONDS
"""Age from which on a search waits for a new one: nothing was read beside the requests for long."""

TITLES = 20_000
"""Newest public titles read: more add rare words only, which are not used."""

LEAST_TITLES = 3
"""A word of patients is offered when this many titles have it: a slip of one person, or a name, never is."""

EDITORS_WEIGHT = 10
"""How many titles one name written by editors counts for."""

SHORTEST, LONGEST = 3, 30
"""Letters of the words that are kept."""


class Vocabulary:
    """Words with their weight, found again from a misspelt one.  Holds whole words, not stems."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._weights = dict(weights)
        self._spelling = SpellingIndex(self._weights)

    def __contains__(self, word: object) -> bool:
        return word in self._weights

    def weight(self, word: str) -> int:
        """How often it occurs, editors' names counted EDITORS_WEIGHT times; 0 when unknown."""
        return self._weights.get(word, 0)

    def nearest(self, word: str) -> list[str]:
        """The words that `word` may have been meant to be, likeliest first.

        One slip (a letter too many, missing, wrong, or two swapped) from 4 letters, two from 7; or two words whose
        space is missing ("backpain").  The first letter is seldom wrong, so words that share it come first.
        """
        most = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
        ranked: list[tuple[float, int, str]] = [
            (distance + (near[0] != word[0]), -self._weights[near], near)
            for near, distance in self._spelling.within(word, most)
        ]
        ranked += [(1.5, -weight, pair) for weight, pair in self._pairs(word)]
        return [near for _distance, _weight, near in sorted(ranked)]

    def _pairs(self, word: str) -> Iterator[tuple[int, str]]:
        """Ways to read `word` as two words of the vocabulary, with the weight of the rarer."""
        for at in range(3, len(word) - 2):
            weight = min(self.weight(word[:at]), self.weight(word[at:]))
            if weight:
                yield weight, f"{word[:at]} {word[at:]}"


def read() -> Vocabulary:
    """Read the vocabulary from the public rows: seven queries."""
    pages = ReferencePage.objects.public()
    names = (
        Specialty.objects.values_list("name", flat=True),
        Topic.objects.values_list("name", flat=True),
        Doctor.objects.listed().values_list("name", flat=True),
        pages.values_list("title", flat=True),
        Cause.objects.public().values_list("name", flat=True),
        CauseAlias.objects.filter(cause__page__in=pages).values_list("name", flat=True),
    )
    weights = Counter(word for texts in names for word in _words(texts))
    for word in weights:
        weights[word] *= EDITORS_WEIGHT
    titles = Question.objects.public().newest_first().values_list("title", flat=True)[:TITLES]
    for word, count in Counter(_words(titles)).items():
        if count >= LEAST_TITLES or word in weights:
            weights[word] += count
    return Vocabulary(weights)


_lock = threading.Lock()
_kept: tuple[float, Vocabulary] | None = None


def current() -> Vocabulary:
    """The vocabulary of this process; when it is older than SECONDS it is read again beside the request.

    The first search of a process waits for it, and one that finds it older than MOST_SECONDS.
    """
    kept = _kept
    if kept is None or _age(kept) > MOST_SECONDS:
        with _lock:
            kept = _kept  # another search may have read it meanwhile
            return (_renewed() if kept is None or _age(kept) > MOST_SECONDS else kept)[1]
    if _age(kept) > SECONDS and _lock.acquire(blocking=False):
        try:
            threading.Thread(target=_renew, name="vocabulary", daemon=True).start()
        except RuntimeError:  # no thread is to be had
            _lock.release()
            logger.exception("The vocabulary of corrections was not read anew.")
    return kept[1]


def _age(kept: tuple[float, Vocabulary]) -> float:
    """Seconds since it was read."""
    return time.monotonic() - kept[0]


def _renewed() -> tuple[float, Vocabulary]:
    """Read it and keep it; with the lock held."""
    global _kept
    _kept = (time.monotonic(), read())
    return _kept


def _renew() -> None:
    """Read it anew in a thread of its own, and let go of the lock; what is kept stays when the database is away."""
    try:
        _renewed()
    except DatabaseError:
        logger.exception("The vocabulary of corrections was not read anew.")
    finally:
        connection.close()
        _lock.release()


def forget() -> None:
    """Drop what this process keeps, so that the next call reads it anew."""
    global _kept
    with _lock:
        _kept = None


def _words(texts: Iterable[str]) -> Iterator[str]:
    """The distinct folded words of each text."""
    for text in texts:
        words = {token.text for token in tokens(text)}
        yield from (word for word in words if word.isalpha() and SHORTEST <= len(word) <= LONGEST)
