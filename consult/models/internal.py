"""What staff say to each other about a case.

Nothing points here from the case or its replies (`related_name="+"`), so that no template that is given a question can
reach it, and `consult.models` does not hand it out: tests/consult/desk/team/test_internal.py says who may import it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models.doctor import Doctor
from consult.models.specialty import Specialty
from consult.models.status import OPEN, REPLIED


class InternalNote(models.Model):
    """A note of one member of staff to the others, or why a question was passed on.  Never changed, only erased."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        PASSED_ON = "passed_on", _("Passed on")

    LONGEST = 4_000

    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NOTE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,  # as in the audit trail: who leaves is made inactive
        related_name="+",
        verbose_name=_("member of staff"),
    )
    text = models.TextField(_("note"), max_length=LONGEST)
    written_at = models.DateTimeField(_("written at"), default=timezone.now)
    # A note that knows no more where its question came from would open it to doctors of every specialty.
    passed_from = models.ForeignKey(
        Specialty, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    passed_to = models.ForeignKey(
        Specialty, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="note_has_words"),
            models.CheckConstraint(
                condition=Q(kind="passed_on") | Q(passed_from__isnull=True, passed_to__isnull=True),
                name="note_has_ways_only_when_passed_on",
            ),
        ]

    def __str__(self) -> str:
        return f"Internal note {self.pk} on question {self.question_id}"

    @property
    def is_of_passing(self) -> bool:
        """Whether it says why the question was passed on."""
        return self.kind == self.Kind.PASSED_ON


class SecondOpinionQuerySet(models.QuerySet["SecondOpinion"]):
    """Named reads of second opinions."""

    def open(self) -> "SecondOpinionQuerySet":
        """Asked for, not given, and still of use: the patient waits for a reply, or wrote again since."""
        owed = Q(question__status__in=OPEN) | Q(
            question__status__in=REPLIED, asked_at__gt=F("question__answered_at")
        )
        return self.filter(owed, given_at__isnull=True)

    def readable(self) -> "SecondOpinionQuerySet":
        """Those whose question the asked may read: still of use, or given, in a case that was not taken back."""
        in_time = self.open().values("pk")
        stands = Q(given_at__isnull=False, question__status__in=[*OPEN, *REPLIED])
        return self.filter(stands | Q(pk__in=in_time))

    def asked_of(self, doctor: Doctor) -> "SecondOpinionQuerySet":
        """Asked of this doctor by name, or of one of the doctor's specialties by somebody else."""
        of_specialty = Q(of_specialty__in=doctor.specialties.all()) & ~Q(asked_by=doctor)
        return self.filter(Q(of_doctor=doctor) | of_specialty)


class SecondOpinion(models.Model):
    """What one doctor asks a colleague or a specialty about a case, and the view that is given.

    The view is internal.  Patient and readers see of it what the doctor takes into the reply, in the doctor's name.
    """

    LONGEST = 4_000

    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(
        Doctor, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    of_doctor = models.ForeignKey(
        Doctor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("colleague"),
    )
    of_specialty = models.ForeignKey(
        Specialty,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("specialty"),
    )
    request = models.TextField(_("what is asked"), max_length=LONGEST)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    given_by = models.ForeignKey(
        Doctor, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )
    view = models.TextField(_("view"), max_length=LONGEST, blank=True)
    given_at = models.DateTimeField(_("given at"), null=True, blank=True)
    used_at = models.DateTimeField(_("taken into the reply at"), null=True, blank=True)

    objects = SecondOpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("second opinion")
        verbose_name_plural = _("second opinions")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(request=""), name="opinion_asks_something"),
            models.CheckConstraint(
                condition=Q(of_doctor__isnull=True, of_specialty__isnull=False)
                | Q(of_doctor__isnull=False, of_specialty__isnull=True),
                name="opinion_of_a_colleague_or_a_specialty",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, given_by__isnull=True, view="")
                | (Q(given_at__isnull=False, given_by__isnull=False) & ~Q(view="")),
                name="opinion_given_with_words_and_doctor",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(given_at__isnull=False),
                name="opinion_used_once_given",
            ),
        ]
        indexes = [
            models.Index(
                fields=["of_doctor"], condition=Q(given_at__isnull=True), name="opinion_open_doctor"
            ),
            models.Index(
                fields=["of_specialty"], condition=Q(given_at__isnull=True), name="opinion_open_specialty"
            ),
        ]

    def __str__(self) -> str:
        return f"Second opinion {self.pk} on question {self.question_id}"

    @property
    def is_given(self) -> bool:
        """Whether somebody has given a view."""
        return self.given_at is not None

    @property
    def asked_whom(self) -> str:
        """The colleague or the specialty, by name."""
        return str(self.of_doctor or self.of_specialty)
