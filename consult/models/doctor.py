"""The people who answer."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.common.recording import note
from consult.models.specialty import Specialty

# How long before the last day of a licence its doctor and the administrators are told.
EXPIRY_WARNING = timedelta(days=60)


class DoctorQuerySet(models.QuerySet["Doctor"]):
    """Named reads of doctors."""

    def listed(self) -> "DoctorQuerySet":
        """Doctors whom strangers may see in the list of doctors."""
        note("doctors")
        return self.filter(is_active=True)

    def lapsing(self) -> "DoctorQuerySet":
        """Doctors at work whose licence is not verified, has expired, or will expire soon."""
        soon = timezone.localdate() + EXPIRY_WARNING
        lapses = models.Q(licence_verified_on__isnull=True) | models.Q(licence_expires_on__lte=soon)
        return self.with_sign_in().filter(lapses)

    def with_sign_in(self) -> "DoctorQuerySet":
        """Active doctors who have a sign-in."""
        return self.filter(is_active=True, user__isnull=False)


class Doctor(models.Model):
    """A verified answerer: doctor, pharmacist or dietitian."""

    class Profession(models.TextChoices):
        DOCTOR = "doctor", _("Doctor")
        PHARMACIST = "pharmacist", _("Pharmacist")
        DIETITIAN = "dietitian", _("Dietitian")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="doctor",
        verbose_name=_("sign-in"),
        help_text=_("Empty for doctors whose replies were imported."),
    )
    name = models.CharField(_("name"), max_length=120, help_text=_("As patients see it: Dr Ada Example."))
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    profession = models.CharField(
        _("profession"), max_length=20, choices=Profession, default=Profession.DOCTOR
    )
    title = models.CharField(_("title"), max_length=120, blank=True, help_text=_("Consultant neurologist"))
    employer = models.CharField(_("employer"), max_length=160, blank=True)
    biography = models.TextField(_("biography"), blank=True)
    specialties = models.ManyToManyField(
        Specialty, related_name="doctors", blank=True, verbose_name=_("specialties")
    )
    licence_verified_by = models.CharField(
        _("licence verified by"),
        max_length=160,
        blank=True,
        help_text=_("The person or office that checked."),
    )
    licence_verified_on = models.DateField(_("licence verified on"), null=True, blank=True)
    licence_expires_on = models.DateField(
        _("licence expires on"),
        null=True,
        blank=True,
        help_text=_("The last day on which it holds. Empty when licences of this register do not expire."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("invented for the demo site"), default=False)

    objects = DoctorQuerySet.as_manager()

    class Meta:
        verbose_name = _("doctor")
        verbose_name_plural = _("doctors")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(licence_verified_by="", licence_verified_on__isnull=True)
                | (~models.Q(licence_verified_by="") & models.Q(licence_verified_on__isnull=False)),
                name="doctor_licence_verified_by_and_on_together",
                violation_error_message=_("Give both who verified the licence and when, or neither."),
            ),
            models.CheckConstraint(
                condition=models.Q(licence_expires_on__isnull=True)
                | models.Q(licence_verified_on__isnull=False),
                name="doctor_licence_expires_once_verified",
                violation_error_message=_("Say who verified the licence and when, too."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("consult:doctor", args=[self.slug])

    @property
    def is_verified(self) -> bool:
        """Whether somebody has checked this person's licence."""
        return self.licence_verified_on is not None

    @property
    def is_licensed(self) -> bool:
        """Whether the licence was verified and holds today: others answer nobody."""
        expires = self.licence_expires_on
        return self.is_verified and (expires is None or expires >= timezone.localdate())

    @property
    def licence_lapses_soon(self) -> bool:
        """Whether it is time to renew the licence."""
        expires = self.licence_expires_on
        return self.is_licensed and expires is not None and expires <= timezone.localdate() + EXPIRY_WARNING
