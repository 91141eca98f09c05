"""Red flag rules: what in a patient's words calls for help now.  Editors keep them; each names its source."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consult.common.phrases import PatternError, parse_phrases


class DangerLevel(models.IntegerChoices):
    """How soon somebody has to act; the larger comes first in every queue."""

    NONE = 0, _("No red flag")
    TODAY = 1, _("Today")
    NOW = 2, _("Now")


class RedFlagKind(models.TextChoices):
    """What a red flag calls for."""

    EMERGENCY = "emergency", _("Emergency: show the ambulance card")
    URGENT = "urgent", _("Urgent: show where to get help today")
    SELF_HARM = "self_harm", _("Self-harm: show crisis help, hold the question, alert staff")
    SAFEGUARDING = "safeguarding", _("Safeguarding: show help for people who are being hurt, alert staff")

    @property
    def level(self) -> DangerLevel:
        """How soon somebody has to act."""
        return DangerLevel.TODAY if self == RedFlagKind.URGENT else DangerLevel.NOW


class Danger(models.TextChoices):
    """The dangers that the site watches for; the classifier has one head for each (docs/SAFETY.md)."""

    ABUSE = "abuse", _("Abuse or neglect")
    ACUTE_ABDOMEN = "acute_abdomen", _("Severe pain in the belly")
    ANAPHYLAXIS = "anaphylaxis", _("Severe allergic reaction")
    BREATHING = "breathing", _("Trouble breathing")
    CAUDA_EQUINA = "cauda_equina", _("Pressed nerves at the end of the spine (cauda equina)")
    CHILD_BREATHING = "child_breathing", _("Baby or child who is very ill")
    DIABETES = "diabetes", _("Blood sugar far too high or too low")
    DROOPING_LID = "drooping_lid", _("Sudden drooping eyelid or double vision")
    GI_BLEEDING = "gi_bleeding", _("Bleeding from the stomach or bowel")
    HEAD_INJURY = "head_injury", _("Serious head injury")
    HEART = "heart", _("Signs of a heart attack")
    MAJOR_INJURY = "major_injury", _("Major injury")
    MENINGITIS = "meningitis", _("Signs of meningitis")
    OVERDOSE = "overdose", _("Too much of a medicine")
    POISONING = "poisoning", _("Poisoning, or a chemical in the eye")
    PREGNANCY = "pregnancy", _("Emergency in pregnancy or birth")
    PULMONARY_EMBOLISM = "pulmonary_embolism", _("Blood clot in the lung or leg")
    SEIZURE = "seizure", _("Fit, unconscious or suddenly confused")
    SELF_HARM = "self_harm", _("Self-harm")
    SEPSIS = "sepsis", _("Signs of sepsis")
    STROKE = "stroke", _("Signs of a stroke")
    SUICIDAL = "suicidal", _("Thoughts of suicide")
    TESTICULAR_TORSION = "testicular_torsion", _("Sudden pain in a testicle")
    VISION_LOSS = "vision_loss", _("Sudden loss of sight")

    @property
    def kind_now(self) -> RedFlagKind:
        """What it calls for at once."""
        kinds = {Danger.SUICIDAL: RedFlagKind.SELF_HARM, Danger.SELF_HARM: RedFlagKind.SELF_HARM}
        return kinds.get(self, RedFlagKind.SAFEGUARDING if self == Danger.ABUSE else RedFlagKind.EMERGENCY)


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

    def unsigned(self) -> "RedFlagRuleQuerySet":
        """Rules in use that no clinician has signed as they stand."""
        return self.active().filter(reviewed_on__isnull=True)


class RedFlagRule(models.Model):
    """One red flag: the line on the stop page, the phrases that give it away, and where it is published.

    It is changed and retired by consult.desk.actions.rules only, by two people together, and never deleted.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=RedFlagKind, default=RedFlagKind.EMERGENCY)
    danger = models.CharField(
        _("danger"),
        max_length=20,
        choices=Danger,
        blank=True,
        help_text=_(
            "The first rule of a danger lends its name and advice to what the classifier finds of it."
        ),
    )
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
        _("signed by"),
        max_length=160,
        blank=True,
        help_text=_("The clinician at this site who read the rule and its level. Empty: nobody yet."),
    )
    reviewed_on = models.DateField(_("signed on"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
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
        default_permissions = ("add", "change", "view")
        permissions = [("sign_red_flag_rule", "Can sign a red flag rule and its level as a clinician")]
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

    @property
    def level(self) -> DangerLevel:
        """How soon somebody has to act."""
        return RedFlagKind(self.kind).level
