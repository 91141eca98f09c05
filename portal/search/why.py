"""Why a row stands among the results, where its marked words do not say it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.search.hits import Ranked
from portal.search.query import Query

FEW = 3
"""Words of a search that a row may lack and still name them."""

_NAMED = gettext_lazy("%(typed)s = %(name)s")
_WITHOUT = gettext_lazy("Without %(words)s")


def why(row: Ranked, query: Query) -> str:
    """The other names that a row was found by, and the words that it lacks; "" when it has all of them."""
    names = {wording.typed: wording.name for wording in reversed(row.through)}
    said = [_NAMED % {"typed": typed, "name": name} for typed, name in names.items()]
    missing = [query.words[term] for term in row.missing if term in query.words]
    if not row.holds:
        said.append(_("None of your words, but close in meaning"))
    elif len(missing) > FEW:
        said.append(_("Only some of your words"))
    elif missing:
        said.append(_WITHOUT % {"words": ", ".join(f"“{word}”" for word in missing)})
    return " · ".join(map(str, said))
