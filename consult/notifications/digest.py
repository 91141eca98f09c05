"""One mail a day to each of the staff who wants it so: how many things of each kind there are, and no word of them."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from consult.models import OutboxMessage
from consult.models.staffing import Absence, StaffNotice
from consult.notifications.tasks import send_due_messages


def queue_digests() -> int:
    """Put the mail of the day into the outbox for everybody who has notices for it; returns how many.

    One a day for each person: what comes later waits for the next day, and who is away gets it when they are back.
    """
    queued = 0
    waiting = StaffNotice.objects.for_digest().values("user")
    away = Absence.objects.on(timezone.localdate()).filter(doctor__user=OuterRef("pk"))
    people = get_user_model().objects.filter(~Exists(away), pk__in=waiting, is_active=True)
    for user in people.exclude(email=""):
        with transaction.atomic():
            mail, is_new = OutboxMessage.objects.get_or_create(
                dedupe_key=f"digest:{user.pk}:{timezone.localdate().isoformat()}",
                defaults={"kind": OutboxMessage.Kind.STAFF_DIGEST, "staff": user},
            )
            if is_new:
                StaffNotice.objects.for_digest().filter(user=user).update(mail=mail)
                queued += 1
    if queued:
        send_due_messages.enqueue()
    return queued
