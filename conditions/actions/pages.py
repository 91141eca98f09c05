"""What follows when a reference page was edited."""

from django.db import transaction
from django.db.models import F

from conditions.models import ReferencePage


@transaction.atomic
def settle_page(*, page: ReferencePage) -> ReferencePage:
    """Raise the version of a page that was edited.

    The version makes another editor's form of the same page stale, whichever row of the page was changed.
    """
    ReferencePage.objects.filter(pk=page.pk).update(version=F("version") + 1)
    page.refresh_from_db(fields=["version"])
    return page
