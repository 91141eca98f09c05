"""A condition stands before its kinds that fit about as well: "migraine" before "familial hemiplegic migraine type 1".

The page of a rare kind says much the same as that of the whole.
"""

from collections.abc import Mapping, Sequence, Set

from conditions.kinds import own_key
from conditions.related.proposals.folding import KIND_WORDS
from conditions.related.proposals.learned import Fit
from consult.language.tokens import plain
from consult.language.variants import term_of


def whole_first(
    order: Sequence[int], fits: Mapping[int, Fit], names: Mapping[int, str], text: str, margin: float
) -> list[int]:
    """The causes in order, each moved before those that are kinds of it and fit at most `margin` better.

    `names` is the own name of each.  A kind has all the words of the whole's name and more; it keeps its place when
    the text says one of the others.
    """
    said = {term_of(word) for word in plain(text).split()}
    words = {key: set(own_key(names[key]).split()) - KIND_WORDS for key in order}
    moved: list[int] = []
    for key in order:
        enough = fits[key].score + margin
        before = (
            at
            for at, other in enumerate(moved)
            if fits[other].score <= enough and _is_kind(words[other], words[key], said)
        )
        moved.insert(next(before, len(moved)), key)
    return moved


def _is_kind(words: Set[str], whole: Set[str], said: Set[str]) -> bool:
    """Whether a name is that of a kind of the whole of which the text says nothing."""
    return bool(whole) and whole < words and not (words - whole) & said
