"""A whole page leaves the site for good."""

from django.db import transaction

from conditions.actions.references import note_changes
from conditions.models import FormerAddress, FormerAnchor, Passage, ReferencePage
from conditions.name_index import forget_names
from conditions.revisions.removal import links_to, move_links
from consult.question.audit import Actor, record
from consult.question.locking import lock


class StillNeededError(Exception):
    """Something leads to the page, and nobody said where it is to lead instead."""


@transaction.atomic
def delete_page(*, page: ReferencePage, target: ReferencePage | None, actor: Actor) -> None:
    """Delete the page; the links of replies to it and to its causes, and its addresses, lead to `target` from then on.

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
        FormerAnchor.objects.filter(cause__page=page).update(cause=None)
        page.former_addresses.update(page=target)
        if was_published:
            FormerAddress.objects.get_or_create(slug=page.slug, defaults={"page": target})
    record(action="reference page deleted", actor=actor)
    forget_names(page)
    page.delete()
    if target is not None:
        note_changes(passages=Passage.objects.of_pages(target))
