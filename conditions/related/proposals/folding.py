"""One condition, one proposal: several pages may tell of the same cause under the same or another name."""

from collections.abc import Iterable, Mapping, Sequence

from conditions.kinds import condition_key, own_key
from consult.language.variants import term_of
from consult.language.word_lists import word_set

CLASS = 2
"""A name that so many differently named causes carry as their other name is a class ("ataxia"), not one of them."""

KIND_WORDS = frozenset(map(term_of, word_set("disease syndrome disorder condition of the and with in by to")))
"""Words that two names may share and say nothing of sameness by it."""


def folded(names: Mapping[int, Sequence[str]]) -> list[list[int]]:
    """The causes (key: own name, then other names), in order, gathered by condition.

    Two are the same condition when they have one name, or when the own name of one is another name of the other and
    shares no word with its name: pages give alopecia areata the other name alopecia universalis, and a type of a
    condition the name of the whole.  To show one condition twice is better than to hide another.
    """
    own = {key: own_key(called[0]) for key, called in names.items()}
    carried = {key: {own[key], *map(condition_key, called)} for key, called in names.items()}
    classes = _classes(own, carried)
    groups: list[list[int]] = []
    for key in names:
        same = [
            group for group in groups if any(_is_same(key, other, own, carried, classes) for other in group)
        ]
        joined = [*(member for group in same for member in group), key]
        if not same:
            groups.append(joined)
            continue
        groups[groups.index(same[0])] = joined
        for group in same[1:]:
            groups.remove(group)
    return groups


def _is_same(
    one: int, other: int, own: Mapping[int, str], carried: Mapping[int, set[str]], classes: set[str]
) -> bool:
    """Whether two causes are one condition."""
    if own[one] == own[other]:
        return True
    if (set(own[one].split()) & set(own[other].split())) - KIND_WORDS:
        return False
    return (own[one] in carried[other] and own[one] not in classes) or (
        own[other] in carried[one] and own[other] not in classes
    )


def _classes(own: Mapping[int, str], carried: Mapping[int, set[str]]) -> set[str]:
    """Names that are a class among these causes."""
    carriers: dict[str, set[str]] = {}
    for key, names in carried.items():
        for name in names - {own[key]}:
            carriers.setdefault(name, set()).add(own[key])
    return {name for name, called in carriers.items() if len(called) >= CLASS}


def first_of(groups: Iterable[Sequence[int]], order: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Of each group the member that stands first in `order`, and the group, in that order."""
    place = {key: at for at, key in enumerate(order)}
    best = [(min(group, key=place.__getitem__), list(group)) for group in groups]
    return sorted(best, key=lambda entry: place[entry[0]])
