"""What follows when a reference page was edited."""

import logging

from django.db import transaction
from django.db.models import F

from conditions.models import Cause, CauseGroup, ReferencePage
from conditions.related.upkeep.index import index_page

logger = logging.getLogger(__name__)


@transaction.atomic
def settle_page(*, page: ReferencePage) -> ReferencePage:
    """Make the tree of an edited page whole, raise the page's version and index it.

    Parts follow their cause when it moved to another group.  The version makes another editor's form of the same
    page stale, whichever row of the page was changed.  A fault of the engine is logged and stops nobody.
    """
    # Twice: from the second level, then from the third.
    for _level in range(2):
        strayed = Cause.objects.filter(page=page, parent__isnull=False).exclude(group=F("parent__group"))
        for part in strayed.select_related("parent"):
            part.group_id = part.parent.group_id  # type: ignore[union-attr]
            part.save(update_fields=["group"])
    ReferencePage.objects.filter(pk=page.pk).update(version=F("version") + 1)
    page.refresh_from_db(fields=["version"])
    try:
        with transaction.atomic():
            index_page(page)
    except Exception:
        logger.exception("The index missed a change of page %s; run rebuild_related.", page.pk)
    return page


@transaction.atomic
def bring_back(
    *, page: ReferencePage, earlier: ReferencePage | CauseGroup | Cause, reason: str
) -> ReferencePage:
    """Store an earlier version of the page, or of a group or cause of it, with the reason in its history.

    Raises ValidationError when it no longer fits: its anchor is taken, or what it stood in is gone.
    """
    earlier._change_reason = reason  # type: ignore[union-attr]
    earlier.full_clean()
    earlier.save()
    return settle_page(page=earlier if isinstance(earlier, ReferencePage) else page)
