"""Doctors and administrators are told by mail before a licence ends: 60 days, 14 days and one day."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from consult.common.holders import holders_of
from consult.models import Doctor
from consult.models.doctor import EXPIRY_WARNING
from consult.notifications.outbox import enqueue_mail

STEPS = (EXPIRY_WARNING.days, 14, 1)
LATE = 7
"""So many days after its step a notice still goes out, should no night have come; what is queued is not kept longer."""


def warn_of_licences() -> int:
    """Queue the notices that are due, each once for each person; return of how many doctors."""
    today = timezone.localdate()
    warned = 0
    for doctor in (
        Doctor.objects.with_sign_in()
        .filter(licence_expires_on__range=(today, today + timedelta(days=STEPS[0])))
        .select_related("user")
    ):
        assert doctor.licence_expires_on is not None  # the filter says so
        left = (doctor.licence_expires_on - today).days
        step = next((step for step in STEPS if step - LATE < left <= step), None)
        if step is not None:
            _warn(doctor, step)
            warned += 1
    return warned


def _warn(doctor: Doctor, step: int) -> None:
    """Queue the mail of one step to the doctor and to who looks licences up."""
    day = doctor.licence_expires_on
    key = f"licence:{doctor.pk}:{day:%Y%m%d}:{step}"
    with override(settings.LANGUAGE_CODE):
        told = {"name": doctor.name, "day": date_format(day or ""), "site": settings.SITE_NAME}
        own = (
            _(
                "Your licence, as it stands here, ends on %(day)s. Show an administrator the new one in time: "
                "without it you cannot answer patients."
            )
            % told
        )
        theirs = (
            _(
                "The licence of %(name)s ends on %(day)s. Look the new one up at the register and enter it: "
                "without it %(name)s cannot answer patients."
            )
            % told
        )
        subject = _("%(site)s: a licence ends on %(day)s") % told
    desk = f"{settings.SITE_URL}{reverse('admin:index')}"
    form = f"{settings.SITE_URL}{reverse('admin:consult_doctor_change', args=[doctor.pk])}"
    administrators = holders_of("consult.change_doctor")
    people = {user.pk: (user.email, f"{theirs}\n\n{form}") for user in administrators}
    user: Any = doctor.user
    people[user.pk] = (user.email, f"{own}\n\n{desk}")
    for number, (address, body) in people.items():
        if address:
            enqueue_mail(EmailMessage(subject, body, to=[address]), key=f"{key}:{number}")
