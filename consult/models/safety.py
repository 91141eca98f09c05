"""Red flag rules: what in a patient's words calls for help now.  Editors keep them; each names its source."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consult.common.phrases import PatternError, parse_phrases


class RedFlagKind(models.TextChoices):
    """What a match calls for."""

    EMERGENCY = "emergency", _("Emergency: show the ambulance card")
    SELF_HARM = "self_harm", _("Self-harm: show crisis help, hold the question, alert staff")


def validate_phrases(value: str) -> None:
    """Refuse phrases that cannot be read, naming the line and what is wrong with it."""
    try:
        parse_phrases(value)
    except PatternError as error:
        raise ValidationError(str(error)) from error


class RedFlagRuleQuerySet(models.QuerySet["RedFlagRule"]):
    """Named reads of red flag rules."""

    def active(self) -> "RedFlagRuleQuerySet":
        """Rules in use, in the order of the stop page."""
        return self.filter(is_active=True)


class RedFlagRule(models.Model):
    """One red flag: the line on the stop page, the phrases that give it away, and where it is published."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=RedFlagKind, default=RedFlagKind.EMERGENCY)
    sign = models.CharField(
        _("sign"),
        max_length=200,
        help_text=_(
            "Ends the sentence “Call for help now if somebody …” on the emergency page: “has chest pain”."
        ),
    )
    advice = models.TextField(
        _("advice"), max_length=600, help_text=_("Shown when a phrase matches: what to do until help comes.")
    )
    phrases = models.TextField(
        _("phrases"),
        validators=[validate_phrases],
        help_text=_(
            "One a line. “chest pain” also finds “chest pains” and small typing errors. “suicid*” finds any ending. "
            "“pain ... chest” allows up to four words between. “cannot/unable breathe” finds either word. "
            "“rash + stiff neck” finds both near each other, in any order. "
            "A word in "
            '"double quotes" is found exactly as written. '
            "“1-12 weeks old” finds the numbers from 1 to 12. "
            "A line that begins with # is a note."
        ),
    )
    exceptions = models.TextField(
        _("exceptions"),
        blank=True,
        validators=[validate_phrases],
        help_text=_("Phrases that cancel a match they overlap, one a line: “breathe ... nose”."),
    )
    skip_denied = models.BooleanField(
        _("leave out what is denied"),
        default=True,
        help_text=_("“no chest pain”, “denies chest pain” and “never had chest pain” do not match."),
    )
    skip_past = models.BooleanField(
        _("leave out what is long past"),
        default=True,
        help_text=_("“a stroke ten years ago” does not match unless it is said to be back."),
    )
    source_publisher = models.CharField(_("publisher of the source"), max_length=120)
    source_title = models.CharField(_("title of the source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=400)
    reviewed_by = models.CharField(
        _("reviewed by"),
        max_length=160,
        blank=True,
        help_text=_("The clinician at this site who read the rule. Empty: nobody yet."),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=100, help_text=_("Smaller numbers stand higher on the emergency page.")
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = RedFlagRuleQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("red flag rule")
        verbose_name_plural = _("red flag rules")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(condition=~Q(phrases=""), name="red_flag_has_phrases"),
            models.CheckConstraint(
                condition=~Q(source_url="") & ~Q(source_publisher=""), name="red_flag_has_source"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by="", reviewed_on__isnull=True)
                | (~Q(reviewed_by="") & Q(reviewed_on__isnull=False)),
                name="red_flag_reviewed_by_and_on_together",
                violation_error_message=_("Give both who reviewed the rule and when, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
