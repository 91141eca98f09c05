"""Other names, found from a name in a text: one small file of sorted numbers and the names themselves.

A name is known by the terms of its words (variants.term_of), stop words included: "knocked up" is not "knock".
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consult.language.tokens import Token, tokens
from consult.language.variants import one_spelling, term_of

FORMAT = "1"
LONGEST = 6
"""Words of the longest name."""

REMEMBERED = 2_000
"""Things of which the process remembers the names that are one word."""


@dataclass(frozen=True)
class Named:
    """A name that stands in a text: the places of its first word and of the one behind it, and its other names."""

    first: int
    end: int
    names: tuple[str, ...]


class Lexicon:
    """The names that a file holds."""

    def __init__(
        self, keys: NDArray[np.uint64], concepts: NDArray[np.int32], starts: NDArray[np.int32], text: bytes
    ) -> None:
        self._keys, self._concepts, self._starts, self._text = keys, concepts, starts, text
        self._read: dict[int, frozenset[str]] = {}

    def __len__(self) -> int:
        return len(self._starts) - 1

    def knows(self, name: str) -> bool:
        """Whether this word is one of the names, as it is written or in the plural."""
        word = next((token.text for token in tokens(name)), "")
        return any(self._is_named(concept, word) for concept in self._of(key_of([word])))

    def named_in(self, words: Sequence[Token]) -> list[Named]:
        """The names that stand among the words of a text, the longest where they overlap."""
        terms = [term_of(word.text) for word in words]
        if not terms or not self._keys.size:
            return []
        spans, digests = [], []
        for first in range(len(terms)):
            said = ""
            for end in range(first + 1, min(first + LONGEST, len(terms)) + 1):
                said = f"{said} {terms[end - 1]}" if said else terms[first]
                spans.append((first, end))
                digests.append(_digest(said))
        sought = np.frombuffer(b"".join(digests), dtype=">u8").astype(np.uint64)
        at = np.minimum(np.searchsorted(self._keys, sought), len(self._keys) - 1)
        there = [(*spans[place], int(sought[place])) for place in np.flatnonzero(self._keys[at] == sought)]
        found, free = [], 0
        for first, end, key in sorted(there, key=lambda span: (span[0], -span[1])):
            if first < free:
                continue
            concepts = self._of(key)
            if end - first == 1:  # one stem says too little: "migrane" is not Migranal
                concepts = [each for each in concepts if self._is_named(each, words[first].text)]
            if concepts:
                names = dict.fromkeys(name for each in concepts for name in self._names(each))
                found.append(Named(first, end, tuple(names)))
                free = end
        return found

    def _is_named(self, concept: int, word: str) -> bool:
        """Whether a thing has this name, in either spelling or number."""
        return one_spelling(word).removesuffix("s") in self._single(concept)

    def _single(self, concept: int) -> frozenset[str]:
        """The names of a thing that are one word, as `_is_named` compares them: patients name the same few things."""
        if concept not in self._read:
            if len(self._read) >= REMEMBERED:
                self._read.clear()
            names = (_words(name) for name in self._names(concept))
            self._read[concept] = frozenset(
                one_spelling(name[0]).removesuffix("s") for name in names if len(name) == 1
            )
        return self._read[concept]

    def _of(self, key: int) -> list[int]:
        """The things of this name."""
        sought = np.uint64(key)
        first, end = np.searchsorted(self._keys, sought), np.searchsorted(self._keys, sought, side="right")
        return [int(concept) for concept in self._concepts[first:end]]

    def _names(self, concept: int) -> list[str]:
        """The names of a thing, the one to call it by first."""
        return self._text[self._starts[concept] : self._starts[concept + 1]].decode("utf-8").split("\t")


EMPTY = Lexicon(np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int32), np.zeros(1, dtype=np.int32), b"")
"""Knows no name: for an installation whose file is missing."""


def key_of(words: Iterable[str]) -> int:
    """What a name of these folded words is found by."""
    return _hashed(" ".join(term_of(word) for word in words))


def write(path: Path, things: Iterable[Sequence[str]], made_from: str) -> int:
    """Write the names of these things as a lexicon, all of it or nothing; return how many things it has."""
    from safetensors.numpy import save

    entries: dict[tuple[int, int], None] = {}
    starts, text = [0], bytearray()
    for names in _joined(things):
        concept = len(starts) - 1
        text += "\t".join(names).encode()
        starts.append(len(text))
        entries |= dict.fromkeys((key_of(_words(name)), concept) for name in names)
    ordered = sorted(entries)
    tensors: dict[str, NDArray[Any]] = {
        "keys": np.array([key for key, _concept in ordered], dtype=np.uint64),
        "concepts": np.array([concept for _key, concept in ordered], dtype=np.int32),
        "starts": np.array(starts, dtype=np.int32),
        "text": np.frombuffer(bytes(text), dtype=np.uint8),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_bytes(save(tensors, metadata={"format": FORMAT, "made_from": made_from}))
    beside.replace(path)
    return len(starts) - 1


def made_from(path: Path) -> str:
    """What the lexicon at `path` was made from; "" when there is none that can be read."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            about = file.metadata() or {}
    except (OSError, SafetensorError):
        return ""
    return str(about.get("made_from", "")) if about.get("format") == FORMAT else ""


def load(path: Path) -> Lexicon:
    """The lexicon at `path`; raises OSError or SafetensorError for one that cannot be read."""
    from safetensors.numpy import load_file

    found = load_file(path)
    return Lexicon(found["keys"], found["concepts"], found["starts"], found["text"].tobytes())


def _joined(things: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """The names of each thing with no two that are found alike; things without another name are left out."""
    for names in things:
        apart: defaultdict[int, str] = defaultdict(str)
        for name in names:
            words = _words(name)
            if 0 < len(words) <= LONGEST:
                apart[key_of(words)] = apart[key_of(words)] or name
        if len(apart) > 1:
            yield list(apart.values())


def _words(name: str) -> list[str]:
    return [token.text for token in tokens(name)]


def _hashed(terms: str) -> int:
    return int.from_bytes(_digest(terms), "big")


def _digest(terms: str) -> bytes:
    return hashlib.blake2b(terms.encode(), digest_size=8).digest()
