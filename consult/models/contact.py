"""The e-mail address of a patient, kept apart from what the patient wrote."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Contact(models.Model):
    """One e-mail address; several questions may share it."""

    email = models.EmailField(_("e-mail"), unique=True, help_text=_("In its one form (clean_email)."))
    unsubscribed_at = models.DateTimeField(_("unsubscribed at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="contact_email_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return f"Contact {self.pk}"
