"""Whose name is exactly what was typed: a cause's name or alias, a page's title."""

from collections.abc import Iterable

from conditions.models import Cause, CauseAlias, ReferencePage
from conditions.related.text.prepare import terms
from consult.common import statements
from portal.search.hits import Wanted

LOOKED_AT = 40
"""Best hits whose names are read: one that is named so has all the words, and stands among them."""


# Keys and names; of causes also what else they are called.
_NAMES = {
    "cause": (
        (Cause._meta.db_table, "id", "name"),
        (CauseAlias._meta.db_table, "cause_id", "name"),
    ),
    "page": ((ReferencePage._meta.db_table, "id", "title"),),
}


def exactly_named(kind: str, numbers: list[int], wanted: Wanted) -> set[int]:
    """Those of these causes or pages (keys), best first, that bear what was typed as their name, in any wording.

    One query, none without any.
    """
    best = numbers[:LOOKED_AT]
    if not best:
        return set()
    sought = _wordings(wanted)
    each = (
        f"SELECT {key}, {name} FROM {table} WHERE {statements.among(key)}"  # noqa: S608
        for table, key, name in _NAMES[kind]
    )
    named = statements.rows(" UNION ALL ".join(each), *[best] * len(_NAMES[kind]))
    return {number for number, name in named if tuple(terms(name)) in sought}


def _wordings(wanted: Wanted) -> set[tuple[str, ...]]:
    """What was typed, and other names of all of it."""
    whole = frozenset(wanted.terms)
    names: Iterable[tuple[str, ...]] = (
        wording.terms for wording in wanted.wordings if wording.parts == whole and not wording.is_typed
    )
    return {tuple(wanted.query.terms), *names}
