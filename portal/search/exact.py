"""Whose name is exactly what was typed: a cause's name or alias, a page's title."""

from collections.abc import Iterable
from typing import Any

from conditions.models import Cause, CauseAlias, ReferencePage
from conditions.related.text.prepare import terms
from consult.prepared import Prepared
from portal.search.hits import Wanted

LOOKED_AT = 40
"""Best hits whose names are read: one that is named so has all the words, and stands among them."""


def _cause_names(numbers: list[int]) -> Any:
    """Key and name of these causes."""
    return Cause.objects.filter(pk__in=numbers).order_by().values_list("pk", "name")


def _aliases(numbers: list[int]) -> Any:
    """Key and other names of these causes."""
    return CauseAlias.objects.filter(cause__in=numbers).order_by().values_list("cause_id", "name")


def _titles(numbers: list[int]) -> Any:
    """Key and title of these pages."""
    return ReferencePage.objects.filter(pk__in=numbers).order_by().values_list("pk", "title")


_read_causes: Prepared[tuple[int, str]] = Prepared(_cause_names)
_read_aliases: Prepared[tuple[int, str]] = Prepared(_aliases)
_read_pages: Prepared[tuple[int, str]] = Prepared(_titles)


def exactly_named(kind: str, numbers: list[int], wanted: Wanted) -> set[int]:
    """Those of these causes or pages (keys), best first, that bear what was typed as their name, in any wording.

    Two queries for causes, one for pages.
    """
    best = numbers[:LOOKED_AT]
    sought = _wordings(wanted)
    named = [*_read_causes(best), *_read_aliases(best)] if kind == "cause" else _read_pages(best)
    return {number for number, name in named if tuple(terms(name)) in sought}


def _wordings(wanted: Wanted) -> set[tuple[str, ...]]:
    """What was typed, and other names of all of it."""
    whole = frozenset(wanted.terms)
    names: Iterable[tuple[str, ...]] = (
        wording.terms for wording in wanted.wordings if wording.parts == whole and not wording.is_typed
    )
    return {tuple(wanted.query.terms), *names}
