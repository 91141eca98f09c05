"""Why a row stands among the results, where its marked words do not say it."""

from django.utils.translation import gettext_noop

from portal.search.hits import Ranked
from portal.search.query import Query
from portal.search.said import said

FEW = 3
"""Words of a search that a row may lack and still name them."""

_NAMED = gettext_noop("%(typed)s = %(name)s")
_WITHOUT = gettext_noop("Without %(words)s")
_NEAR = gettext_noop("None of your words, but close in meaning")
_SOME = gettext_noop("Only some of your words")


def why(row: Ranked, query: Query) -> str:
    """The other names that a row was found by, and the words that it lacks; "" when it has all of them."""
    names = {wording.typed: wording.name for wording in reversed(row.through)}
    reasons = [said(_NAMED) % {"typed": typed, "name": name} for typed, name in names.items()]
    missing = [query.words[term] for term in row.missing if term in query.words]
    if not row.holds:
        reasons.append(said(_NEAR))
    elif len(missing) > FEW:
        reasons.append(said(_SOME))
    elif missing:
        reasons.append(said(_WITHOUT) % {"words": ", ".join(f"“{word}”" for word in missing)})
    return " · ".join(reasons)
