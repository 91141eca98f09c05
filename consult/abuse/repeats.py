"""The same text again, and one network address again and again: counted in the cache, as hashes of a day or an hour."""

import hashlib

import numpy as np

from consult.common.rate_limit import allow
from consult.language.tokens import plain

A_DAY, AN_HOUR = 86_400, 3_600
SAME_TEXTS = 2
"""So often a text may come in a day: somebody who lost the link asks again."""
OF_AN_ADDRESS = 10
"""Posts of one address in an hour; more are no sign alone: a whole hospital may stand behind it."""

# Texts of which about four in five triples of words are equal share one of the bands (MinHash; Broder 1997).
_WORDS, _ROWS, _BANDS = 3, 4, 6
_PRIME = np.uint64(2**31 - 1)
_RANDOM = np.random.default_rng(20261127)
_FACTORS = _RANDOM.integers(1, 2**31 - 1, (_BANDS * _ROWS, 1), dtype=np.uint64)
_TERMS = _RANDOM.integers(0, 2**31 - 1, (_BANDS * _ROWS, 1), dtype=np.uint64)


def is_repeated(text: str) -> bool:
    """Count the text and say whether it, or one nearly the same, has come more often than SAME_TEXTS today."""
    allowed = [
        allow(action="same-text", who=key, most=SAME_TEXTS, seconds=A_DAY) for key in fingerprints(text)
    ]
    return not all(allowed)


def is_busy(kind: str, address: str) -> bool:
    """Count a post of this kind and say whether its address has sent more than OF_AN_ADDRESS this hour."""
    return not allow(action=f"posts-{kind}", who=address, most=OF_AN_ADDRESS, seconds=AN_HOUR)


def fingerprints(text: str) -> list[str]:
    """What two texts share that are the same or nearly the same; of few words only the whole counts."""
    words = plain(text).split()
    if len(words) < 2 * _WORDS:
        return [" ".join(words)] if words else []
    triples = {" ".join(words[at : at + _WORDS]) for at in range(len(words) - _WORDS + 1)}
    digests = np.array(
        [int.from_bytes(hashlib.sha256(each.encode()).digest()[:4]) for each in triples], np.uint64
    )
    smallest = ((_FACTORS * digests + _TERMS) % _PRIME).min(axis=1).reshape(_BANDS, _ROWS)
    return [f"{band}:{'-'.join(map(str, row))}" for band, row in enumerate(smallest)]
