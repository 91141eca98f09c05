"""Approved revisions whose time has come: published, or given back to the people who made them."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from conditions.actions.draft_mail import tell
from conditions.actions.revisions import RevisionError, locked, publish, refuse_problems
from conditions.models import Revision


@transaction.atomic
def publish_scheduled(*, revision: Revision) -> bool:
    """Publish an approved revision whose time has come; False when it cannot be, which its screen says from then on."""
    revision = locked(revision, revision.version, Revision.State.SCHEDULED)
    try:
        refuse_problems(revision)
    except RevisionError as error:
        give_back(revision=revision, trouble=str(error))
        return False
    publish(revision=revision, actor=revision.reviewer)
    return True


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
