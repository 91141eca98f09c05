"""Who is mailed at once when a patient may be in danger."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from consult.common.email_address import clean_email
from consult.common.holders import holders_of
from consult.models.staffing import OnCall, present


def alert_addresses() -> list[str]:
    """Who is on call now and the addresses of the setting; where there are neither, everybody who may approve."""
    asked = [*_on_call(), *(clean_email(address) for address in settings.STAFF_ALERT_EMAILS)]
    return list(dict.fromkeys(asked)) or _editors()


def _on_call() -> list[str]:
    """The addresses of the doctors whose duty it is now, and who are at work."""
    duties = OnCall.objects.at(timezone.now()).filter(doctor__in=present())
    addresses = duties.exclude(doctor__user__email="").values_list("doctor__user__email", flat=True)
    return [clean for clean in map(_mailable, addresses) if clean]


def _editors() -> list[str]:
    """The addresses of active staff who may approve questions."""
    editors = holders_of("consult.approve_question")
    addresses = editors.exclude(email="").values_list("email", flat=True)
    return [clean for clean in map(_mailable, addresses) if clean]


def _mailable(address: str) -> str:
    """The address in its one form; "" when it has none, so that one bad address keeps no alert from the others."""
    try:
        return clean_email(address)
    except ValidationError:
        return ""
