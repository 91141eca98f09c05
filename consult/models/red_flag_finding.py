"""What the red-flag scan found in a patient's words, kept with them until they are erased."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models.flag_words import FlagWords
from consult.models.followup import FollowUp
from consult.models.safety import Danger, DangerLevel, RedFlagKind, RedFlagRule
from consult.models.status import AWAITING_MODERATOR, OPEN

# A reply to the question answers these.
_IN_QUESTION = Q(followup__isnull=True) | Q(followup__kind=FollowUp.Kind.INFORMATION)


class RedFlagFindingQuerySet(models.QuerySet["RedFlagFinding"]):
    """Named reads of findings."""

    def worst_first(self) -> "RedFlagFindingQuerySet":
        """Those that call for help now before those for today, each in the order in which they were found."""
        return self.order_by("-level", "pk")

    def unlooked(self) -> "RedFlagFindingQuerySet":
        """Findings that nobody of the staff has looked at."""
        return self.filter(looked_at__isnull=True)

    def alarming(self) -> "RedFlagFindingQuerySet":
        """Findings that somebody has to look at now: emergencies, self-harm, safeguarding."""
        return self.filter(level=DangerLevel.NOW)

    def in_question(self) -> "RedFlagFindingQuerySet":
        """Those in the question and in what the doctor asked for, which a reply answers; not in follow-ups."""
        return self.filter(_IN_QUESTION)

    def pressing(self) -> "RedFlagFindingQuerySet":
        """Findings that count for order and colour (RedFlagFinding.is_pressing)."""
        of_question = _IN_QUESTION & Q(question__status__in=[*OPEN, *AWAITING_MODERATOR])
        of_message = Q(followup__kind=FollowUp.Kind.FOLLOW_UP, followup__answered_at__isnull=True)
        return self.filter(Q(looked_at__isnull=True) | of_question | of_message)


class RedFlagFinding(FlagWords, models.Model):
    """One danger in one text of a patient: the question, or one later message.  No history is kept of it."""

    MOST_WORDS = 200

    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, related_name="red_flags")
    followup = models.ForeignKey(
        FollowUp, on_delete=models.CASCADE, null=True, blank=True, related_name="red_flags"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=RedFlagKind)
    danger = models.CharField(_("danger"), max_length=20, choices=Danger, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=DangerLevel)
    name = models.CharField(_("name"), max_length=80)
    rule = models.ForeignKey(RedFlagRule, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.CharField(_("words that made it fire"), max_length=MOST_WORDS)
    made_by = models.CharField(_("made by"), max_length=120)
    found_at = models.DateTimeField(_("found at"), default=timezone.now)
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked at by"),
    )

    objects = RedFlagFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of the safety check")
        verbose_name_plural = _("findings of the safety check")
        indexes = [
            models.Index(
                fields=["question"],
                condition=Q(looked_at__isnull=True, level=DangerLevel.NOW),
                name="red_flag_unlooked",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=RedFlagKind.URGENT, level=DangerLevel.TODAY)
                | (~Q(kind=RedFlagKind.URGENT) & Q(level=DangerLevel.NOW)),
                name="red_flag_level_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=False) | Q(looked_by__isnull=True),
                name="red_flag_looked_by_with_date",
            ),
        ]

    def __str__(self) -> str:
        # Without the words: this text is copied into logs and admin entries, which outlive an erasure.
        return f"Finding {self.pk} of question {self.question_id}"

    @property
    def is_by_rule(self) -> bool:
        """Whether a rule found it, not the classifier."""
        return self.made_by.startswith("rule")

    @property
    def is_pressing(self) -> bool:
        """Whether it counts for order and colour: nobody has looked at it yet, or its text waits for an answer."""
        message, state = self.followup, self.question.state
        if message and message.kind == FollowUp.Kind.FOLLOW_UP:
            is_answered = message.answered_at is not None
        else:
            is_answered = not (state.is_open or state.awaits_moderator)
        return self.looked_at is None or not is_answered
