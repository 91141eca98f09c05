"""What author and reviewer say to each other about a draft."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.models.revision import Revision


class DraftCommentQuerySet(models.QuerySet["DraftComment"]):
    """Named reads of comments."""

    def of(self, revision: Revision) -> "DraftCommentQuerySet":
        """Those on one revision, the oldest first, with who wrote and settled them."""
        return self.filter(revision=revision).select_related("author", "settled_by").order_by("pk")

    def unsettled(self) -> "DraftCommentQuerySet":
        """Those that somebody has still to look at."""
        return self.filter(settled_at__isnull=True)


class DraftComment(models.Model):
    """One remark on a revision that is on its way: of the whole page, or of one group or cause."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="comments")
    # The name of the group or cause as it was then; nothing: the page.
    about = models.CharField(_("about"), max_length=160, blank=True)
    text = models.TextField(_("comment"), max_length=2_000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    said_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DraftCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a draft")
        verbose_name_plural = _("comments on drafts")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="draft_comment_has_words")]

    def __str__(self) -> str:
        return f"Comment {self.pk} on revision {self.revision_id}"
