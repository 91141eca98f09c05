"""A post that looks like abuse, set aside until a moderator has decided what becomes of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models.status import AWAITING_MODERATOR, REPLIED

# The kinds of posts that can be set aside, by their columns.
TARGETS = ("question", "followup", "report", "vote")
OF_PATIENT = ("question", "followup")


class Sign(models.TextChoices):
    """Why a post looks like abuse, in the words that staff read."""

    TRAP = "trap", _("A field that people do not see was filled in")
    SAME_TEXT = "same_text", _("The same words, or nearly the same, came several times within a day")
    LINKS = "links", _("It has three links or more")
    NONSENSE = "nonsense", _("Its words make no sentences")
    FAST = "fast", _("It was sent faster than a person reads the pages")
    A_LINK = "a_link", _("It has a link")
    BUSY = "busy", _("Many came from one network address within an hour")


class SuspicionQuerySet(models.QuerySet["Suspicion"]):
    """Named reads of suspicions."""

    def open(self) -> "SuspicionQuerySet":
        """Those that wait for a moderator; what its patient has withdrawn waits for nobody."""
        asked = Q(question__isnull=True) | Q(question__status__in=AWAITING_MODERATOR)
        followed = Q(followup__isnull=True) | Q(followup__question__status__in=REPLIED)
        return self.filter(asked, followed, outcome=Suspicion.Outcome.OPEN)

    def of_case(self, question: Any) -> "SuspicionQuerySet":
        """Those of what the patient of this question has sent."""
        return self.filter(Q(question=question) | Q(followup__question=question))

    def newest(self) -> "SuspicionQuerySet":
        """The last of each post: a post may be set aside again, and what was decided before counts no more."""
        same = Q()
        for target in TARGETS:
            same |= Q(**{target: OuterRef(target)})
        return self.filter(~Exists(Suspicion.objects.filter(same, pk__gt=OuterRef("pk"))))

    def apart(self) -> "SuspicionQuerySet":
        """Those whose posts nobody counts or works on: set aside, or rejected."""
        return self.newest().filter(outcome__in=Suspicion.APART)


class Suspicion(models.Model):
    """Why one post was set aside, and what a moderator decided.  No history is kept of it: the trail has who and when.

    A question has a status for it (set aside, rejected); of other posts this row alone says where they stand.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", _("Set aside")
        RELEASED = "released", _("Released")
        REJECTED = "rejected", _("Rejected")
        DANGER = "danger", _("Went its usual way: it speaks of a danger")
        IN_HAND = "in_hand", _("Went its usual way: a doctor is at work on it")

    APART = (Outcome.OPEN, Outcome.REJECTED)
    """Outcomes of posts that nobody counts or works on."""

    question = models.ForeignKey(
        "consult.Question", on_delete=models.CASCADE, null=True, blank=True, related_name="suspicions"
    )
    followup = models.ForeignKey(
        "consult.FollowUp", on_delete=models.CASCADE, null=True, blank=True, related_name="suspicions"
    )
    report = models.ForeignKey(
        "consult.PageReport", on_delete=models.CASCADE, null=True, blank=True, related_name="suspicions"
    )
    vote = models.ForeignKey(
        "consult.HelpfulVote", on_delete=models.CASCADE, null=True, blank=True, related_name="suspicions"
    )
    signs = models.CharField(_("why"), max_length=100)
    noted_at = models.DateTimeField(_("came on"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = SuspicionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspicious post")
        verbose_name_plural = _("suspicious posts")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["-id"], condition=Q(outcome="open"), name="suspicion_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False, followup=None, report=None, vote=None)
                | Q(question=None, followup__isnull=False, report=None, vote=None)
                | Q(question=None, followup=None, report__isnull=False, vote=None)
                | Q(question=None, followup=None, report=None, vote__isnull=False),
                name="suspicion_of_one_post",
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(outcome="open") & Q(decided_at__isnull=False)),
                name="suspicion_decided_with_date",
            ),
            models.CheckConstraint(
                # Who votes or reports has no page to read it on.
                condition=~Q(outcome="rejected") | ~Q(reason="") | Q(question=None, followup=None),
                name="suspicion_rejected_with_reason",
            ),
            *(
                models.UniqueConstraint(
                    fields=[target], condition=Q(outcome="open"), name=f"suspicion_one_open_for_a_{target}"
                )
                for target in TARGETS
            ),
        ]

    def __str__(self) -> str:
        # Without the words: this text is copied into logs and admin entries, which outlive an erasure.
        return f"Suspicious post {self.pk}"

    @property
    def why(self) -> list[str]:
        """The signs in words; one of another version by its name."""
        return [str(dict(Sign.choices).get(name, name)) for name in self.signs.split(",")]

    @property
    def target(self) -> str:
        """Which of TARGETS it is about."""
        return next(name for name in TARGETS if getattr(self, f"{name}_id"))

    @property
    def post(self) -> models.Model:
        """What was set aside."""
        found: models.Model = getattr(self, self.target)
        return found

    @property
    def is_of_patient(self) -> bool:
        """Whether the patient of the case has sent it, not a stranger: who reads why it was rejected."""
        return self.target in OF_PATIENT

    @property
    def case(self) -> Any:
        """The question that the post belongs to; None for a report of a page that is no thread."""
        return case_of(self.post)


def case_of(post: Any) -> Any:
    """The question that a post belongs to, itself for a question; None for a report of a page that is no thread."""
    if post._meta.label == "consult.Question":
        return post
    return post.reply.question if post._meta.label == "consult.HelpfulVote" else post.question
