"""Encrypts second factors and waiting sign-in mail under the present SECRET_KEY, after it was changed."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from consult.common.sealing import SealError, reseal
from consult.models import OutboxMessage
from consult.notifications.account_mail import PURPOSE as OUTBOX
from portal.accounts import SECOND_FACTORS

SEALED = ("secret", "seed", "migrated_codes")


class Command(BaseCommand):
    """Run it while the former key still stands in SECRET_KEY_FALLBACKS."""

    help = "Encrypt what the database holds encrypted under the present SECRET_KEY."

    def handle(self, *args: Any, **options: Any) -> None:
        """Reseal everything; name what no key opens."""
        done, lost = 0, 0
        with transaction.atomic():
            for factor in Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN):
                try:
                    factor.data = {name: _again(name, value) for name, value in factor.data.items()}
                    factor.save(update_fields=["data"])
                    done += 1
                except SealError:
                    lost += 1
            for message in OutboxMessage.objects.select_for_update().exclude(sealed=""):
                try:
                    message.sealed = reseal(message.sealed, purpose=OUTBOX)
                    message.save(update_fields=["sealed"])
                    done += 1
                except SealError:
                    lost += 1
        self.stdout.write(f"Encrypted anew: {done}. Under a key that is gone: {lost}.")


def _again(name: str, value: Any) -> Any:
    """One value of a second factor."""
    if name not in SEALED:
        return value
    if isinstance(value, list):
        return [reseal(each, purpose=SECOND_FACTORS) for each in value]
    return reseal(value, purpose=SECOND_FACTORS)
