"""Author and reviewer talk about a draft, beside it: neither its words nor its state change."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conditions.models import DraftComment, Revision
from conditions.revisions.draft_mail import tell
from consult.question.audit import Actor, signed_in


@transaction.atomic
def comment_on_draft(*, revision: Revision, actor: Actor, text: str, about: str = "") -> DraftComment:
    """Say something about an open revision; its author, and whoever commented on it before, are told by mail."""
    comment = DraftComment.objects.create(
        revision=revision, author=signed_in(actor), text=text, about=about[:160]
    )
    told = {revision.author, *(each.author for each in DraftComment.objects.of(revision))}
    with override(settings.LANGUAGE_CODE):
        subject = _("%(site)s: a comment on your draft") % {"site": settings.SITE_NAME}
        # Who commented on what; the words are read on the site.
        said = _("%(who)s commented on the draft of “%(page)s”.") % {
            "who": comment.author or _("Somebody"),
            "page": revision.title,
        }
    told -= {comment.author}
    key = f"draft-comment:{comment.pk}"
    tell(told, page=revision.page, key=key, subject=subject, said=said, part="#comments")
    return comment


@transaction.atomic
def settle_comment(*, comment: DraftComment, actor: Actor) -> None:
    """Note that nothing is left to be done about it."""
    DraftComment.objects.unsettled().filter(pk=comment.pk).update(
        settled_by=signed_in(actor), settled_at=timezone.now()
    )
