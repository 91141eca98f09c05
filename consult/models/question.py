"""A patient's question."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consult.language.slug import slug_of
from consult.models.contact import Contact
from consult.models.querysets import QuestionQuerySet
from consult.models.safety import DangerLevel
from consult.models.specialty import Specialty, Topic
from consult.models.status import REPLIED, STATES, WITH_MESSAGE, State, Status, TransitionError


class AgeRange(models.TextChoices):
    """Age as patients give it: a range, never a birthday."""

    MONTHS_0 = "0-2m", _("Under 3 months")
    MONTHS_3 = "3-11m", _("3 to 11 months")
    FROM_1 = "1-4", _("1 to 4")
    # No longer asked for, since a month makes a difference; questions that have it keep it.
    UNDER_5 = "0-4", _("Under 5")
    FROM_5 = "5-12", _("5 to 12")
    FROM_13 = "13-17", _("13 to 17")
    FROM_18 = "18-19", _("18 to 19")
    FROM_20 = "20-29", _("20 to 29")
    FROM_30 = "30-39", _("30 to 39")
    FROM_40 = "40-49", _("40 to 49")
    FROM_50 = "50-64", _("50 to 64")
    FROM_65 = "65+", _("65 and over")
    UNSAID = "", _("Rather not say")

    @property
    def in_years(self) -> bool:
        """Whether it is a range of years from a first to a last one: "20 to 29"."""
        return self.label[:1].isdigit() and self not in (AgeRange.MONTHS_3, AgeRange.FROM_65)


class Sex(models.TextChoices):
    """Sex as it matters for a medical answer."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Another answer")
    UNSAID = "", _("Rather not say")


class About(models.TextChoices):
    """Whose health the question is about."""

    SELF = "self", _("Me")
    CHILD = "child", _("My child")
    RELATIVE = "relative", _("A relative or somebody I care for")


class Origin(models.TextChoices):
    """How the question came here."""

    PATIENT = "patient", _("Asked here")
    IMPORTED = "imported", _("Imported")
    DEMO = "demo", _("Invented for the demo site")


class Question(models.Model):
    """What a patient asked, and where it stands.  What is made of each field: consult.models.question_fields."""

    title = models.CharField(_("title"), max_length=150)
    body = models.TextField(_("what happened"), max_length=20_000)
    began = models.CharField(_("when it began"), max_length=200, blank=True)
    tried = models.TextField(_("what was tried, and tests done"), max_length=4_000, blank=True)
    seen = models.TextField(_("who has been seen"), max_length=2_000, blank=True)
    wants = models.TextField(_("what the patient wants to know"), max_length=2_000, blank=True)
    display_name = models.CharField(_("display name"), max_length=40)
    age_range = models.CharField(_("age range"), max_length=10, choices=AgeRange, blank=True, default="")
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, blank=True, default="")
    about = models.CharField(_("about"), max_length=10, choices=About, default=About.SELF)
    specialty = models.ForeignKey(
        Specialty,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("specialty"),
        help_text=_("Empty when the patient was not sure."),
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="questions", verbose_name=_("topics"))
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions"
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.PATIENT)
    import_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.WAITING)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    waits_from = models.DateTimeField(
        _("waiting counts from"),
        null=True,
        editable=False,
        help_text=_("Later than it was asked, by the time in which we waited for the patient."),
    )
    paused_at = models.DateTimeField(_("waiting for the patient since"), null=True, editable=False)
    answered_at = models.DateTimeField(_("first answered on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    staff_message = models.TextField(
        _("message to the patient"),
        blank=True,
        help_text=_("What more we need to know, or why we cannot answer. The patient reads this."),
    )
    danger_level = models.PositiveSmallIntegerField(
        _("danger"),
        choices=DangerLevel,
        default=DangerLevel.NONE,
        editable=False,
        help_text=_(
            "That of the worst finding that nobody has looked at, or whose text waits for an answer."
        ),
    )
    held_at = models.DateTimeField(_("held back since"), null=True, blank=True)
    held_reason = models.CharField(_("held back because"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["contact", "import_key", "danger_level", "waits_from", "paused_at"]
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-asked_at", "-pk"]
        permissions = [
            ("reply_to_question", "Can write replies to patients"),
            ("approve_question", "Can approve a question for publication"),
            ("erase_question", "Can erase a question for good"),
            ("assign_question", "Can share questions out among doctors"),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="question_newest_published"),
            models.Index(fields=["specialty", "-published_at", "-id"], name="question_newest_in_specialty"),
            models.Index(fields=["status", "-danger_level", "asked_at", "id"], name="question_queue"),
            models.Index(fields=["-asked_at", "-id"], name="question_newest_asked"),
            models.Index(
                fields=["-danger_level", "held_at", "id"],
                condition=Q(held_at__isnull=False),
                name="question_held",
            ),
            # The waiting time that patients are told: 170 ms at 100,000 imported questions without it, below 3 with it.
            models.Index(
                fields=["specialty", "-answered_at"],
                condition=Q(origin=Origin.PATIENT),
                name="question_waited",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="question_status_known"),
            models.CheckConstraint(condition=Q(about__in=About.values), name="question_about_known"),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="question_sex_known"),
            models.CheckConstraint(
                condition=Q(age_range__in=AgeRange.values), name="question_age_range_known"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(body="") & ~Q(display_name=""), name="question_has_words"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PUBLISHED, published_at__isnull=False)
                | (~Q(status=Status.PUBLISHED) & Q(published_at__isnull=True, approved_by__isnull=True)),
                name="question_published_iff_approved",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=REPLIED) | Q(answered_at__isnull=False),
                name="question_answered_has_date",
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | ~Q(status=Status.PUBLISHED),
                name="question_held_is_not_published",
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, held_reason="")
                | (Q(held_at__isnull=False) & ~Q(held_reason="")),
                name="question_held_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=WITH_MESSAGE) | ~Q(staff_message=""),
                name="question_says_what_is_needed_or_why_declined",
            ),
        ]

    def __str__(self) -> str:
        # Without the patient's words: this text is copied into logs and admin entries, which outlive an erasure.
        return f"Question {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("consult:thread", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The title as it stands in the address; never empty."""
        return slug_of(self.title, 80) or "question"

    @property
    def state(self) -> State:
        """All that follows from its status."""
        return STATES[self.status]

    @property
    def tells_staff(self) -> bool:
        """Whether staff are told of what happens to it: nobody hears of the demo's questions and of imported ones."""
        return self.origin == Origin.PATIENT

    @property
    def is_for_somebody_else(self) -> bool:
        """Whether the patient is not who asks."""
        return self.about != About.SELF

    @property
    def patient_facts(self) -> str:
        """Age and sex as they stand after the display name: "20 to 29 year old female"."""
        age = str(self.get_age_range_display()) if self.age_range else ""
        sex = self.get_sex_display().lower() if self.sex in (Sex.FEMALE, Sex.MALE) else ""
        if sex and AgeRange(self.age_range).in_years:
            return _("%(age)s year old %(sex)s") % {"age": age, "sex": sex}
        return ", ".join(part for part in (sex, age.lower()) if part)

    @property
    def clock_began(self) -> datetime:
        """From when its waiting time counts: when it was asked, moved on by the time we waited for the patient."""
        return self.waits_from or self.asked_at

    def move_to(self, status: str) -> None:
        """Set the status, or raise TransitionError when the table does not allow the step.  Does not save.

        The clock of its waiting time stands still while we wait for the patient.  A `paused_at` elsewhere is left over
        from a version that did not know it, and means nothing.
        """
        if status not in self.state.leads_to:
            raise TransitionError(f"A question cannot go from {self.status} to {status}.")
        now = timezone.now()
        if self.state.awaits_patient and self.paused_at:
            self.waits_from = self.clock_began + (now - self.paused_at)
        self.status = status
        self.paused_at = now if self.state.awaits_patient else None

    def leave_public(self, status: str) -> None:
        """Move to `status` and clear what only a public question has, or raise TransitionError.  Does not save."""
        self.move_to(status)
        self.published_at = self.approved_by = None
