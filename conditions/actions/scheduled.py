"""An approved revision that cannot be published at its time goes back to the people who made it."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from conditions.models import Revision
from conditions.revisions.draft_mail import tell


@transaction.atomic
def give_back(*, revision: Revision, trouble: str) -> None:
    """Let a scheduled revision wait for a second person again; who wrote and approved it is told by mail.

    It does not look into what the revision says: that may be what is wrong.
    """
    scheduled = Revision.objects.filter(pk=revision.pk, state=Revision.State.SCHEDULED)
    scheduled.update(state=Revision.State.IN_REVIEW, publish_at=None, trouble=trouble[:300])
    with override(settings.LANGUAGE_CODE):
        subject = _("%(site)s: a page could not be published at its time") % {"site": settings.SITE_NAME}
        said = _("“%s” waits for review again. Why:") % revision.page.title
    key = f"not-published:{revision.pk}:{revision.version}:{revision.publish_at:%Y%m%d%H%M%S}"
    people = {revision.author, revision.reviewer}
    tell(people, page=revision.page, key=key, subject=subject, said=f"{said} {trouble}")
