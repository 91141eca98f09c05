"""Each part of a search as it was typed, and as others say it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import cached_property

from conditions.related.backends.keyword_index import document_frequencies
from conditions.related.text.prepare import terms
from conditions.related.text.synonyms import named_in, other_terms

SEARCHED = ("question", "reply", "cause", "page")
"""The areas (backends/base.py) in which typed words are counted: all but the signs, which hold the words of causes."""

OTHER_NAME = 0.8
"""What another name counts for beside the word typed."""


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
    """In how many texts of each area each term occurs, and how many `texts` of each kind there are (where needed)."""

    areas: Mapping[str, Mapping[str, int]]
    texts: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def of(self) -> dict[str, int]:
        """Of each term, over all areas; a text that two areas share counts twice."""
        total: Counter[str] = Counter()
        for counted in self.areas.values():
            total.update(counted)
        return total

    def __call__(self, wording: Wording) -> int:
        """The most texts that can hold a wording: those with its rarest term."""
        return min((self.of.get(term, 0) for term in wording.terms), default=0)

    def within(self, area: str) -> "Occurrence":
        """The same of one area."""
        return Occurrence({area: self.areas.get(area, {})}, self.texts)


def as_typed(said: Iterable[str]) -> list[Wording]:
    """The distinct terms of a search, each a wording of its own."""
    return [Wording((term,), frozenset({term})) for term in dict.fromkeys(said)]


def in_other_words(text: str) -> list[Wording]:
    """What names in a search are called elsewhere: "calpol" is paracetamol and acetaminophen."""
    words, named = named_in(text)
    found = []
    for each in named:
        typed = text[words[each.first].start : words[each.end - 1].end]
        said = terms(typed)
        # "Can't get it up" is made of stop words only: as a whole it is a part of its own.
        parts = frozenset(said or [typed.lower()])
        found += [Wording(other, parts, OTHER_NAME, typed, name) for other, name in other_terms(each, said)]
    return found


def occurrence(areas: Iterable[str], wordings: Iterable[Wording]) -> Occurrence:
    """Count the terms of these wordings in the areas, with one query at most."""
    said = list(dict.fromkeys(term for wording in wordings for term in wording.terms))
    return Occurrence(document_frequencies(list(areas), said) if said else {})
