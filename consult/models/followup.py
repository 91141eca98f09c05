"""A later message of the same patient on the same case, and what the doctor answers."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consult.models.doctor import Doctor
from consult.models.safety import DangerLevel
from consult.models.staffing import present
from consult.models.suspicion import Suspicion


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Named reads of follow-ups."""

    def public(self) -> "FollowUpQuerySet":
        """Follow-ups that an editor approved for the public thread."""
        return self.filter(approved_at__isnull=False)

    def handed_over(self) -> "FollowUpQuerySet":
        """Messages that doctors see: not those that look like abuse."""
        # Few at any time, and a message is set aside once: its one decision is the last.
        apart = Suspicion.objects.filter(followup__isnull=False, outcome__in=Suspicion.APART)
        return self.exclude(pk__in=apart.values("followup"))

    def kept_back(self) -> "FollowUpQuerySet":
        """Messages that wait for a moderator."""
        return self.filter(pk__in=Suspicion.objects.open().filter(followup__isnull=False).values("followup"))

    def with_suspicion(self) -> "FollowUpQuerySet":
        """With `apart_as` and `apart_because`: how it stands when it looks like abuse, as its patient reads."""
        apart = Suspicion.objects.apart().filter(followup=OuterRef("pk")).order_by()
        return self.annotate(
            apart_as=Subquery(apart.values("outcome")[:1]), apart_because=Subquery(apart.values("reason")[:1])
        )

    def unanswered(self) -> "FollowUpQuerySet":
        """Follow-ups that wait for a doctor's answer."""
        return self.handed_over().filter(kind=FollowUp.Kind.FOLLOW_UP, answered_at__isnull=True)

    def owed_by(self, doctor: Doctor) -> "FollowUpQuerySet":
        """Unanswered follow-ups of this doctor's own cases, and of others those that are open to everybody by now.

        One is open when it is meant for nobody, when the doctor whom it is meant for has had FOLLOW_UP_HOURS or is
        away or not at work any more, and when it speaks of a danger that nobody has looked at: that waits for nobody.
        """
        late = Q(asked_at__lte=timezone.now() - timedelta(hours=settings.FOLLOW_UP_HOURS))
        at_work = present().values("pk")
        alarming = self.model.objects.filter(
            red_flags__level=DangerLevel.NOW, red_flags__looked_at__isnull=True
        ).values("pk")
        open_to_all = Q(meant_for__isnull=True) | late | ~Q(meant_for__in=at_work) | Q(pk__in=alarming)
        return self.unanswered().filter(Q(meant_for=doctor) | open_to_all)

    def undecided(self) -> "FollowUpQuerySet":
        """Answered follow-ups of whose newest words no editor has decided yet whether they are public."""
        newest_is_private = Q(approved_at__isnull=True) | ~Q(new_answer="")
        return self.answered().filter(newest_is_private, decided_at__isnull=True)

    def answered(self) -> "FollowUpQuerySet":
        """Follow-ups that a doctor has answered."""
        return self.filter(kind=FollowUp.Kind.FOLLOW_UP, answered_at__isnull=False)


class FollowUp(models.Model):
    """The patient's message, and the doctor's answer once there is one."""

    class Kind(models.TextChoices):
        FOLLOW_UP = "follow_up", _("Follow-up")
        INFORMATION = "information", _("Information that we asked for")

    LONGEST = 4_000
    TEXTS = ("text", "answer", "new_answer")
    """The columns of its words, the patient's and the doctor's."""

    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, related_name="followups")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FOLLOW_UP)
    text = models.TextField(_("message"), max_length=LONGEST)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    meant_for = models.ForeignKey(
        Doctor,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meant for"),
        help_text=_("The doctor who is to answer first, as the patient was told."),
    )
    doctor = models.ForeignKey(
        Doctor, on_delete=models.PROTECT, null=True, blank=True, related_name="followups"
    )
    answer = models.TextField(_("answer"), max_length=10_000, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved for the public page at"), null=True, blank=True)
    new_answer = models.TextField(
        _("corrected answer"),
        max_length=10_000,
        blank=True,
        default="",
        db_default="",
        help_text=_("Waits for an editor behind the public answer. The patient reads it at once."),
    )
    new_answer_at = models.DateTimeField(_("correction written at"), null=True, blank=True)
    corrected_at = models.DateTimeField(_("corrected on"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(
        _("an editor decided on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Whether it is public. Empty while the newest words wait for that."),
    )

    objects = FollowUpQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(
                fields=["question"],
                condition=Q(answered_at__isnull=False, decided_at__isnull=True),
                name="followup_undecided",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="followup_has_words"),
            models.CheckConstraint(
                condition=Q(kind="information")
                | Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False, doctor__isnull=False) & ~Q(answer="")),
                name="followup_answered_with_words_and_doctor",
            ),
            models.CheckConstraint(
                condition=Q(new_answer="", new_answer_at__isnull=True)
                | (~Q(new_answer="") & Q(new_answer_at__isnull=False, answered_at__isnull=False)),
                name="followup_corrected_once_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"Follow-up {self.pk} of question {self.question_id}"

    @property
    def meant_until(self) -> datetime:
        """When colleagues may answer too."""
        return self.asked_at + timedelta(hours=settings.FOLLOW_UP_HOURS)

    @property
    def newest_answer(self) -> str:
        """The answer as its patient and the staff read it; strangers read `answer`."""
        return self.new_answer or self.answer

    @property
    def newest_at(self) -> datetime | None:
        """When the answer was corrected last, as its patient is told; none of one that stands as it was sent."""
        return self.new_answer_at or self.corrected_at

    @property
    def newest_mark(self) -> str:
        """Tells the newest words of the answer from any other: who corrects it sends back what was on the screen."""
        return hashlib.sha256(self.newest_answer.encode()).hexdigest()

    @property
    def name(self) -> str:
        """What staff call it: "Follow-up of 6 August 2018"."""
        return gettext("Follow-up of %s") % date_format(timezone.localtime(self.asked_at), "j F Y")

    @property
    def is_undecided(self) -> bool:
        """Whether it is answered, and its newest words wait for an editor to decide whether they are public."""
        is_answered = self.kind == self.Kind.FOLLOW_UP and self.answered_at is not None
        return is_answered and self.decided_at is None and (not self.is_public or self.new_answer != "")

    @property
    def is_public(self) -> bool:
        """Whether an editor approved it for the public thread."""
        return self.approved_at is not None
