"""Rows of one file that are about the same condition become one page; pages that share a condition are related."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from conditions.importing.rows import Row
from conditions.kinds import ILLNESSES, condition_key, kind_of, named, own_key

# More pages that carry one name have the name of a class in common, not a condition.
FEW = 4
MOST_RELATED = 8
# A name of so many letters is looked for in the titles of guides and treatments.
TELLING = 4

_FOR_WHOM = re.compile(
    r"\b(?:in|for|of)\s+(?:adults?|children|newborns?|infants?|men|women|males|females|pregnancy)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Folded:
    """The row that a page is made of, with the sections that only `others` have, and these.

    `cited` are those of all of them that gave a section.
    """

    row: Row
    others: Sequence[Row] = ()
    cited: Sequence[Row] = ()


def fold(rows: Iterable[Row]) -> list[Folded]:
    """Return the pages to be made, in the order of their first rows.

    Of rows about one condition the fullest gives the page; what only another one tells is added, and what both tell
    stands once.
    """
    same: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        same[kind_of(row.title), own_key(row.title) or row.title].append(row)
    return [_folded(group) for group in same.values()]


def _folded(rows: list[Row]) -> Folded:
    """One page of the rows about one condition."""
    base = max(rows, key=_fullness)
    others = [row for row in rows if row is not base]
    sections, told = list(base.sections), {section.kind for section in base.sections}
    cited = [base]
    for row in others:
        if new := [section for section in row.sections if section.kind not in told]:
            sections += new
            cited.append(row)
            told |= {section.kind for section in new}
    names = dict.fromkeys(
        name
        for row in [base, *others]
        for name in (*row.synonyms, *(named(row.title).aliases if row is not base else ()))
    )
    return Folded(replace(base, sections=sections, synonyms=list(names)), others, cited)


def _fullness(row: Row) -> tuple[int, int]:
    """How much a row tells."""
    return len({section.kind for section in row.sections}), sum(len(section.text) for section in row.sections)


@dataclass(frozen=True)
class About:
    """A page that was made, and the names of what it is about."""

    page: int
    kind: str
    title: str
    names: Sequence[str]


def related(pages: Sequence[About]) -> dict[int, list[int]]:
    """Return for each page (by key) the pages that share a condition with it: by a name, or a guide to it."""
    named_so: dict[str, list[int]] = defaultdict(list)
    for page in pages:
        for key in dict.fromkeys(map(_key, page.names)):
            named_so[key].append(page.page)
    pairs = [
        (one, other)
        for name, found in named_so.items()
        if name and len(found) <= FEW
        for one in found
        for other in found
        if one != other
    ]
    own = {_key(page.names[0]): page.page for page in pages if page.kind in ILLNESSES}
    for page in pages:
        if page.kind not in ILLNESSES and (name := _longest(_key(page.title), own)):
            pairs += [(page.page, own[name]), (own[name], page.page)]
    counted = Counter(pairs)
    found_for: dict[int, list[int]] = defaultdict(list)
    for (one, other), _times in counted.most_common():
        if len(found_for[one]) < MOST_RELATED and len(found_for[other]) <= MOST_RELATED:
            found_for[one].append(other)
    return found_for


def _key(name: str) -> str:
    """What two names of one condition have in common, whoever has it."""
    return condition_key(_FOR_WHOM.sub("", name))


def _longest(title: str, names: Iterable[str]) -> str:
    """The longest of the names that stands in a title as whole words; "" for none."""
    within = [name for name in names if len(name) >= TELLING and f" {name} " in f" {title} "]
    return max(within, key=len, default="")
