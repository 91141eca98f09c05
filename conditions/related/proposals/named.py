"""Which causes a text names: "beta thalassemia" does not name one that is also called "thalassemia"."""

from collections.abc import Mapping, Sequence

from conditions.related.reasons.explain import mentioned
from consult.language.tokens import plain


def named_in(text: str, names: Mapping[int, Sequence[str]]) -> set[int]:
    """The causes whose names stand in the text as whole words; `names` has the own name of each first.

    Another name of a cause counts for nothing where it is only a part of a longer name that stands there; its own does:
    who tells of type 1 diabetes tells of diabetes.
    """
    found = {key: said for key, own in names.items() if (said := mentioned(text, own))}
    every = {plain(name) for said in found.values() for name in said}
    return {
        key
        for key, said in found.items()
        if names[key][0] in said or any(_stands_alone(plain(name), text, every) for name in said)
    }


def _stands_alone(name: str, text: str, every: set[str]) -> bool:
    """Whether a name stands in the text outside all longer names that have it in them."""
    left = f" {plain(text)} "
    for longer in sorted(every, key=len, reverse=True):
        if longer != name and f" {name} " in f" {longer} ":
            left = left.replace(f" {longer} ", "  ")
    return f" {name} " in left
