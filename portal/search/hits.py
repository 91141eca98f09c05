"""What is wanted, and what a search has found of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, overload

import numpy as np
from django.utils.functional import cached_property
from numpy.typing import NDArray

from conditions.related.ranking import query as engine
from conditions.related.ranking.every_match import Matches
from conditions.related.ranking.wordings import Occurrence, Wording

Keys = NDArray[np.int64]

EXACT, BOTH, ONE, PART = 3, 2, 1, 0
"""The steps of the order: the name typed; words and meaning; one of them; some of the words."""


@dataclass(frozen=True)
class Wanted:
    """What is searched for: as the engine knows it, in which wordings, how often their terms occur.

    `weights` says how much each term tells, of those that some text of the site has.
    """

    query: engine.Query
    weights: Mapping[str, float]
    wordings: list[Wording] = field(default_factory=list)
    counted: Occurrence = field(default_factory=lambda: Occurrence({}))

    @property
    def terms(self) -> list[str]:
        """The distinct terms typed."""
        return list(dict.fromkeys(self.query.terms))

    @cached_property
    def named(self) -> frozenset[str]:
        """The terms of the other names that some text has."""
        others = (wording for wording in self.wordings if not wording.is_typed and self.counted(wording))
        return frozenset(term for wording in others for term in wording.terms)


@dataclass(frozen=True)
class Source:
    """What the rows of one kind come from."""

    found: Matches
    wanted: Wanted


class Ranked(NamedTuple):
    """One row of a result: the key of the object, its score, and its step in the order, the higher the earlier.

    `of` and `at` tell where in what the engine found it stands.  A tuple, because there may be thousands.
    """

    number: int
    score: float
    step: int
    of: Source
    at: int

    @property
    def key(self) -> tuple[int, float, int]:
        """What the list is sorted by: the step, the best score, then the newest."""
        return (-self.step, -self.score, -self.number)

    @property
    def holds(self) -> bool:
        """Whether it has any of the words."""
        return bool(self.of.found.held[self.at].any())

    @property
    def missing(self) -> list[str]:
        """The terms of the search that others have and it has not."""
        held = self._held()
        return [term for term in self.of.wanted.weights if not held.get(term)]

    @property
    def through(self) -> list[Wording]:
        """The other names under which it has some of the words."""
        held, found = self._held(), self.of.found
        there = zip(found.wordings, found.through[self.at].tolist(), strict=True)
        others = [wording for wording, is_there in there if is_there and not wording.is_typed]
        return [wording for wording in others if all(held[part] < 1 for part in wording.parts)]

    def _held(self) -> dict[str, float]:
        """How far it has each term; what is too common to be looked for counts as there."""
        found = self.of.found
        there = dict(zip(found.parts, found.held[self.at].tolist(), strict=True))
        return there | dict.fromkeys(found.skipped, 1.0)


@dataclass(frozen=True, eq=False)
class Found(Sequence[Ranked]):
    """The rows of a result, best first, each made when it is asked for: most of thousands are only counted."""

    numbers: Keys = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    scores: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    steps: Keys = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    places: Keys = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    of: Source | None = None

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Ranked: ...

    @overload
    def __getitem__(self, at: slice) -> "Found": ...

    def __getitem__(self, at: int | slice) -> "Ranked | Found":
        columns = (self.numbers[at], self.scores[at], self.steps[at], self.places[at])
        if isinstance(at, slice):
            return Found(*columns, self.of)
        number, score, step, place = (column.item() for column in columns)
        return Ranked(number, score, step, self.of, place)  # type: ignore[arg-type]
