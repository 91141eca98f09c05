"""Each part of a search as it was typed, and as others say it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from conditions.related.backends.keyword_index import document_frequency


@dataclass(frozen=True)
class Wording:
    """One way to say a part of a search: `terms` that stand side by side in a text.

    `parts` are the terms of the search that it stands for, `counts` what it counts for beside the typed words (1).
    `typed` and `name` are both as people write them: "calpol", "paracetamol".
    """

    terms: tuple[str, ...]
    parts: frozenset[str]
    counts: float = 1.0
    typed: str = ""
    name: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether these are the words of the search itself."""
        return not self.name


@dataclass(frozen=True)
class Occurrence:
    """In how many texts of the areas each term occurs; `texts` is how many there are."""

    of: Mapping[str, int]
    texts: int

    def __call__(self, wording: Wording) -> int:
        """The most texts that can hold a wording: those with its rarest term."""
        return min((self.of.get(term, 0) for term in wording.terms), default=0)


def as_typed(terms: Iterable[str]) -> list[Wording]:
    """The distinct terms of a search, each a wording of its own."""
    return [Wording((term,), frozenset({term})) for term in dict.fromkeys(terms)]


def occurrence(areas: Sequence[str], wordings: Iterable[Wording], texts: int) -> Occurrence:
    """Count the terms of these wordings over the areas; a text that two areas share counts twice."""
    terms = list(dict.fromkeys(term for wording in wordings for term in wording.terms))
    total = dict.fromkeys(terms, 0)
    for area in areas if terms else ():
        for term, count in document_frequency(area, terms).items():
            total[term] += count
    return Occurrence(total, texts)
