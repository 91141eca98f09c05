"""Author and reviewer talk about a draft, beside it: neither its words nor its state change."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conditions.models import DraftComment, Revision
from consult.notifications.outbox import enqueue_mail
from consult.question.audit import Actor, signed_in


@transaction.atomic
def comment_on_draft(*, revision: Revision, actor: Actor, text: str, about: str = "") -> DraftComment:
    """Say something about an open revision; its author, and whoever commented on it before, are told by mail."""
    comment = DraftComment.objects.create(
        revision=revision, author=signed_in(actor), text=text, about=about[:160]
    )
    told = {revision.author, *(each.author for each in DraftComment.objects.of(revision))}
    for user in told - {None, comment.author}:
        if user is not None and user.is_active and user.email:
            enqueue_mail(_mail(comment, user.email), key=f"draft-comment:{comment.pk}:{user.pk}")
    return comment


@transaction.atomic
def settle_comment(*, comment: DraftComment, actor: Actor) -> None:
    """Note that nothing is left to be done about it."""
    DraftComment.objects.unsettled().filter(pk=comment.pk).update(
        settled_by=signed_in(actor), settled_at=timezone.now()
    )


def _mail(comment: DraftComment, address: str) -> EmailMessage:
    """Who commented on what; the words are read on the site."""
    number = comment.revision.page_id
    with override(settings.LANGUAGE_CODE):
        subject = _("%(site)s: a comment on your draft") % {"site": settings.SITE_NAME}
        said = _("%(who)s commented on the draft of “%(page)s”.") % {
            "who": comment.author or _("Somebody"),
            "page": comment.revision.title,
        }
    screen = reverse("admin:conditions_referencepage_publication", args=[number])
    return EmailMessage(subject, f"{said}\n\n{settings.SITE_URL}{screen}#comments", to=[address])
