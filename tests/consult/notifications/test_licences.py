"""Doctors and administrators hear by mail 60 days, 14 days and one day before a licence ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from consult.models import Doctor, OutboxMessage
from consult.notifications.deliver import drain
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def warned(doctor: Any, left: int) -> int:
    """How many mails a night queues while so many days are left."""
    OutboxMessage.objects.all().delete()
    Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.localdate() + timedelta(days=left))
    call_command("warn_of_licences")
    return OutboxMessage.objects.count()


def test_each_step_is_told_to_the_doctor_and_to_who_enters_licences(
    doctor: Any, administrator_client: Any, mailoutbox: Any
) -> None:
    days = (61, 60, 54, 53, 15, 14, 8, 7, 2, 1, 0, -1)
    assert [warned(doctor, left) for left in days] == [0, 2, 2, 0, 0, 2, 2, 0, 0, 2, 2, 0]
    warned(doctor, 60)
    call_command("warn_of_licences")
    assert OutboxMessage.objects.count() == 2
    drain()
    told = {mail.to[0]: mail.body for mail in mailoutbox}
    assert sorted(told) == ["administrator@hospital.example", "doctor@hospital.example"]
    assert told["doctor@hospital.example"].startswith("Your licence, as it stands here, ends on ")
    assert f"/admin/consult/doctor/{doctor.pk}/change/" in told["administrator@hospital.example"]


def test_nobody_without_an_address_or_a_sign_in_is_mailed(doctor: Any) -> None:
    type(doctor.user).objects.update(email="")
    assert warned(doctor, 1) == 0
    Doctor.objects.update(user=None)
    UserFactory()
    assert warned(doctor, 1) == 0
