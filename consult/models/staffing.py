"""How work is shared out among staff: who is away, who is on call, who wants to be told of what."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consult.models.doctor import Doctor, DoctorQuerySet
from consult.models.outbox import OutboxMessage


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Named reads of absences."""

    def on(self, day: date) -> "AbsenceQuerySet":
        """Absences that this day lies in."""
        return self.filter(first_day__lte=day, last_day__gte=day)


class Absence(models.Model):
    """A doctor is away from a first to a last day.  Why is nobody's business here."""

    doctor = models.ForeignKey(Doctor, on_delete=models.CASCADE, related_name="+", verbose_name=_("doctor"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="absence_first_day_first",
                violation_error_message=_("The last day cannot be before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.doctor}, {date_format(self.first_day)} – {date_format(self.last_day)}"


def present(today: date | None = None) -> DoctorQuerySet:
    """Doctors who can answer today: active, with a sign-in and a valid licence, and not away."""
    today = today or timezone.localdate()
    away = Absence.objects.on(today).filter(doctor=OuterRef("pk"))
    return Doctor.objects.filter(
        Q(licence_expires_on__isnull=True) | Q(licence_expires_on__gte=today),
        ~Exists(away),
        licence_verified_on__isnull=False,
        is_active=True,
        user__is_active=True,
        user__is_staff=True,
    )


class OnCallQuerySet(models.QuerySet["OnCall"]):
    """Named reads of the rota."""

    def at(self, moment: datetime) -> "OnCallQuerySet":
        """The duties that this moment lies in."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)


class OnCall(models.Model):
    """One line of the rota: a doctor is told at once of danger that calls for help now."""

    doctor = models.ForeignKey(Doctor, on_delete=models.CASCADE, related_name="+", verbose_name=_("doctor"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    objects = OnCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("on call")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="duty_begins_before_it_ends",
                violation_error_message=_("It cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{self.doctor}, {date_format(start, 'j F Y, H:i')} – {date_format(end, 'j F Y, H:i')}"


class How(models.TextChoices):
    """How somebody is told."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("In one mail a day")
    NONE = "none", _("Not by mail")


class NoticeChoices(models.Model):
    """What one member of staff is mailed, and when.  Who has chosen nothing has the defaults."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    new_question = models.CharField(
        _("a new question in my specialties"), max_length=10, choices=How, default=How.DAILY
    )
    follow_up = models.CharField(
        _("a patient of mine writes again"), max_length=10, choices=How, default=How.AT_ONCE
    )
    overdue = models.CharField(
        _("a question in my specialties has waited too long"), max_length=10, choices=How, default=How.DAILY
    )
    alert = models.CharField(
        _("danger in a question of my specialties"),
        max_length=10,
        choices=How,
        default=How.AT_ONCE,
        help_text=_("Who is on call is told at once, whatever is chosen here."),
    )
    work = models.CharField(
        _("a question or an opinion comes to me, or goes to somebody else"),
        max_length=10,
        choices=How,
        default=How.AT_ONCE,
    )

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")

    def __str__(self) -> str:
        return f"Notices of user {self.user_id}"


class StaffNoticeQuerySet(models.QuerySet["StaffNotice"]):
    """Named reads of notices."""

    def for_digest(self) -> "StaffNoticeQuerySet":
        """Notices that go into the next mail of the day."""
        return self.filter(how=How.DAILY, mail__isnull=True)

    def unseen(self) -> "StaffNoticeQuerySet":
        """Notices that stand on the first page until they are noted."""
        return self.filter(kind__in=StaffNotice.SHOWN, seen_at__isnull=True)


class StaffNotice(models.Model):
    """One member of staff is told of one thing about one question.  Holds none of its words."""

    class Kind(models.TextChoices):
        NEW = "new", _("New question in your specialties")
        FOLLOW_UP = "follow_up", _("A patient of yours wrote again")
        INFORMATION = "information", _("A patient gave the information that you asked for")
        OVERDUE = "overdue", _("A question has waited too long")
        ALERT = "alert", _("Danger in a question")
        ASSIGNED = "assigned", _("A question was given to you")
        PASSED_ON = "passed_on", _("A question that you had was passed on")
        TAKEN_OVER = "taken_over", _("A question that you had has gone to a colleague")
        OPINION_ASKED = "opinion_asked", _("A colleague asks for your opinion")
        OPINION_GIVEN = "opinion_given", _("You have the second opinion that you asked for")
        REDACTED = "redacted", _("Personal details were taken out of your words")
        CHANGED = "changed", _("Somebody changed words that stand under your name")
        SETTLED = "settled", _("A question that you had was answered or declined by a colleague")

    CHOICE = {
        Kind.NEW: "new_question",
        Kind.FOLLOW_UP: "follow_up",
        Kind.INFORMATION: "follow_up",
        Kind.OVERDUE: "overdue",
        Kind.ALERT: "alert",
        Kind.ASSIGNED: "work",
        Kind.PASSED_ON: "work",
        Kind.TAKEN_OVER: "work",
        Kind.OPINION_ASKED: "work",
        Kind.OPINION_GIVEN: "work",
        Kind.REDACTED: "work",
        Kind.CHANGED: "work",
        Kind.SETTLED: "work",
    }
    """Which choice of the person decides about each kind."""
    SHOWN = (
        Kind.ASSIGNED,
        Kind.PASSED_ON,
        Kind.TAKEN_OVER,
        Kind.OPINION_GIVEN,
        Kind.REDACTED,
        Kind.CHANGED,
        Kind.SETTLED,
    )
    """Kinds that stand on the first page too, whatever the person chose for mail."""
    ELSEWHERE = (Kind.PASSED_ON, Kind.TAKEN_OVER, Kind.SETTLED)
    """Kinds about a question that is somebody else's by now."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    how = models.CharField(_("how"), max_length=10, choices=How)
    key = models.CharField(max_length=120, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)
    mail = models.ForeignKey(
        OutboxMessage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = StaffNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to staff")
        verbose_name_plural = _("notices to our staff")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["user"],
                condition=Q(
                    seen_at__isnull=True,
                    kind__in=[
                        "assigned",
                        "passed_on",
                        "taken_over",
                        "opinion_given",
                        "redacted",
                        "changed",
                        "settled",
                    ],
                ),
                name="notice_unseen",
            ),
            models.Index(
                fields=["user"], condition=Q(how="daily", mail__isnull=True), name="notice_for_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"Notice {self.pk} ({self.kind})"

    @property
    def leads_to_question(self) -> bool:
        """Whether its reader does something about it at the desk of the question."""
        return self.kind not in (*self.ELSEWHERE, self.Kind.OPINION_ASKED)

    @property
    def leads_to(self) -> str:
        """Where its reader does something about it: the question, unless it is not theirs to open."""
        if self.leads_to_question:
            return reverse("admin:consult_question_change", args=[self.question_id])
        return reverse("admin:consult_opinions" if self.kind == self.Kind.OPINION_ASKED else "admin:index")
