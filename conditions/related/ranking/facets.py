"""How far two questions stand apart that want different things, or are about another part of the body or age."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from conditions.related.text.facets import AGE, PREGNANT, Facets, tells_of
from consult.language.word_lists import lines_of, sections_of

NOTHING: frozenset[str] = frozenset()


def lost(one: Facets, others: Sequence[Facets], weights: Mapping[str, float]) -> NDArray[np.float32]:
    """What each of the others loses for standing apart from the first, shape (n,)."""
    losses = [sum(weights.get(facet, 0.0) for facet in apart(one, other)) for other in others]
    return np.array(losses, dtype=np.float32)


def apart(one: Facets, other: Facets) -> list[str]:
    """The facets of which both say something and nothing of it goes together.

    Who does not say that she is pregnant is not: there one side is enough.
    """
    return [
        facet
        for facet in dict.fromkeys([*one, *other])
        if not _goes_together(facet, one.get(facet, NOTHING), other.get(facet, NOTHING))
    ]


def is_for_others(asker: Facets, terms: Iterable[str], name: Facets) -> bool:
    """Whether a condition is by its name one of children or of pregnancy, of which the asker does not tell.

    `asker` and `terms` are the facets and terms of what is asked, `name` what text.facets.for_whom read in the name.
    """
    return any(
        name.get(facet) and not name[facet] & asker.get(facet, NOTHING) and not tells_of(facet, terms)
        for facet in (AGE, PREGNANT)
    )


def _goes_together(facet: str, here: frozenset[str], there: frozenset[str]) -> bool:
    """Whether one of the values goes with one of the others; what says nothing goes with all."""
    if facet == PREGNANT:
        return here == there
    if not here or not there or here & there:
        return True
    together = _together(facet)
    return any(frozenset({a, b}) in together for a in here for b in there)


@cache
def _together(facet: str) -> frozenset[frozenset[str]]:
    """Pairs of values of a facet that do not set two questions apart."""
    section = f"together {facet}"
    lines = (
        [line.split(":") for line in lines_of("facets", section)] if section in sections_of("facets") else []
    )
    return frozenset(
        frozenset({one.strip(), other.strip()}) for one, others in lines for other in others.split(",")
    )
