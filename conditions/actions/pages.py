"""A whole page leaves the site for good."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from conditions.actions.references import note_changes
from conditions.models import FormerAddress, FormerAnchor, Passage, ReferencePage
from conditions.name_index import forget_names
from conditions.related.proposals.for_desk import outdate_all
from conditions.revisions.removal import anchors_of, links_to, move_links
from consult.question.audit import Actor, record
from consult.question.locking import lock


class StillNeededError(Exception):
    """Something leads to the page, and nobody said where it is to lead instead."""


@transaction.atomic
def delete_page(*, page: ReferencePage, target: ReferencePage | None, actor: Actor) -> None:
    """Delete the page; the links of replies to it and to its causes, its addresses and its anchors lead to `target`.

    Raises StillNeededError without a target while something leads there.
    """
    page = lock(page)
    was_published = page.was_published
    if target is None and (was_published or links_to(page)):
        raise StillNeededError
    if target is not None:
        for cause in page.causes.all():
            move_links(cause, target)
        move_links(page, target)
        _lead_anchors(page, target, is_known=was_published)
        page.former_addresses.update(page=target)
        if was_published:
            FormerAddress.objects.get_or_create(slug=page.slug, defaults={"page": target})
    record(action="reference page deleted", actor=actor)
    forget_names(page)
    page.delete()
    outdate_all()
    if target is not None:
        note_changes(passages=Passage.objects.of_pages(target))


def _lead_anchors(page: ReferencePage, target: ReferencePage, *, is_known: bool) -> None:
    """Let the anchors of the page, and those on other pages that led to it, lead to `target`.

    Where readers have known it, `target` has its anchors from then on, but those that mean something there already.
    """
    to_page = Q(cause__page=page) | Q(target=page)
    FormerAnchor.objects.filter(to_page).exclude(page__in=(page, target)).update(cause=None, target=target)
    FormerAnchor.objects.filter(to_page, page__in=(page, target)).update(cause=None, target=None)
    if not is_known:
        return
    own = [FormerAnchor(slug=row.slug, name=row.name, was=row.pk) for row in page.causes.all()]
    own += [FormerAnchor(slug=row.anchor, name=row.heading) for row in page.groups.all()]
    taken = anchors_of(target)
    for anchor in [*own, *page.former_anchors.exclude(slug__in=[row.slug for row in own])]:
        if anchor.slug not in taken:
            told = {"name": anchor.name or anchor.slug, "page": page.title}
            anchor.name = (_("%(name)s (before on “%(page)s”)") % told)[:160]
            anchor.page, anchor.group = target, None
            if anchor.target_id == target.pk:
                anchor.target = None
            anchor.save()
