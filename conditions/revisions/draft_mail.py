"""Mail to those who work on a draft: what happened to it, and where they read more."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from conditions.models import ReferencePage
from consult.notifications.outbox import enqueue_mail


def tell(
    people: Iterable[Any], *, page: ReferencePage, key: str, subject: str, said: str, part: str = ""
) -> None:
    """Queue one mail, once for each `key`, to each of the people who may still sign in and has an address.

    `part` of the publication screen is where the address in it leads.
    """
    screen = reverse("admin:conditions_referencepage_publication", args=[page.pk])
    for user in people:
        if user is not None and user.is_active and user.email:
            body = f"{said}\n\n{settings.SITE_URL}{screen}{part}"
            enqueue_mail(EmailMessage(subject, body, to=[user.email]), key=f"{key}:{user.pk}")
