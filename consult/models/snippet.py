"""Ready-made words for replies: of a specialty, or a doctor's own."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.models.doctor import Doctor
from consult.models.specialty import Specialty


class SnippetQuerySet(models.QuerySet["Snippet"]):
    """Named reads of snippets."""

    def at_desk(self, doctor: Doctor, specialties: list[Any]) -> "SnippetQuerySet":
        """What the desk offers: the doctor's own, and those of these specialties (keys), own ones first."""
        return self.filter(Q(doctor=doctor) | Q(specialty__in=specialties)).order_by(
            models.F("doctor").asc(nulls_last=True), "name", "pk"
        )


class Snippet(models.Model):
    """Words to put into a reply.  What differs from patient to patient stands in them as a gap: [[which test]]."""

    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(
        _("words"),
        max_length=4_000,
        help_text=_(
            "Mark what has to be filled in as [[which test]]: no reply is published while such a gap stands in it."
        ),
    )
    doctor = models.ForeignKey(
        Doctor, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("doctor")
    )
    specialty = models.ForeignKey(
        Specialty,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("specialty"),
        help_text=_("Every doctor of this specialty gets it at the desk."),
    )

    objects = SnippetQuerySet.as_manager()

    class Meta:
        verbose_name = _("snippet")
        verbose_name_plural = _("snippets")
        ordering = ["name", "pk"]
        permissions = [("share_snippet", "Can write the snippets of a specialty")]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(text=""), name="snippet_has_words"),
            models.CheckConstraint(
                condition=Q(doctor__isnull=True) ^ Q(specialty__isnull=True),
                name="snippet_of_a_doctor_or_a_specialty",
                violation_error_message=_("A snippet is of one doctor or of one specialty."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
