"""Why one reference page stands beside another, in words that a reader can check by looking at both."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conditions.kinds import condition_key
from conditions.models import Cause, ReferencePage
from conditions.related.reasons.explain import MAX_NAMED, listed_names
from conditions.tree import PageTree


@dataclass(frozen=True)
class RelatedPage:
    """A page beside another one, and why; no reasons where there is nothing to point at."""

    page: ReferencePage
    reasons: list[str]


def with_reasons(page: ReferencePage, tree: PageTree, others: Sequence[ReferencePage]) -> list[RelatedPage]:
    """The pages that stand beside `page`, each with its reasons.  One query, none without other pages."""
    told: dict[int, list[str]] = {other.pk: [] for other in others}
    causes = Cause.objects.told().filter(page__in=list(told)).in_order() if told else Cause.objects.none()
    for cause in causes.only("page_id", "name"):
        told[cause.page_id].append(cause.name)
    here = {
        condition_key(name): branch.cause.name
        for branch in tree.branches()
        for name in (branch.cause.name, *branch.aliases)
    }
    return [RelatedPage(other, _reasons(page, other, here, told[other.pk])) for other in others]


def _reasons(
    page: ReferencePage, other: ReferencePage, here: dict[str, str], there: Sequence[str]
) -> list[str]:
    """What the two have in common: `here` are the causes of the page by their keys, `there` those of the other."""
    found = []
    if cause := here.get(condition_key(other.short_name)):
        found.append(_("All about %(name)s, which is named here") % {"name": cause})
    keys = {condition_key(name): name for name in there}
    if condition_key(page.short_name) in keys:
        found.append(_("Names %(name)s among other causes") % {"name": page.short_name})
    if not found and (shared := [name for key, name in here.items() if key in keys]):
        names = list(dict.fromkeys(shared))[:MAX_NAMED]
        found.append(_("Both pages name %(names)s") % {"names": listed_names(names)})
    if not found and page.category_id == other.category_id:
        found.append(_("Also in %(category)s") % {"category": other.category.name})
    return found
