"""Mail to staff about their own sign-in: made while they wait, sent from the outbox like all other.

Such a mail may hold a link that sets a password, so its words lie in the outbox encrypted, and go once it is sent.
"""

import json

from django.core.mail import EmailMessage, EmailMultiAlternatives

from consult.common.sealing import seal, unseal
from consult.models import OutboxMessage

PURPOSE = "outbox"


def sealed(mail: EmailMessage) -> str:
    """A finished mail as it lies in the outbox."""
    words = {"subject": mail.subject, "body": mail.body, "to": mail.to, "html": _html(mail)}
    return seal(json.dumps(words), purpose=PURPOSE)


def opened(message: OutboxMessage, headers: dict[str, str]) -> EmailMultiAlternatives:
    """The mail again.  Raises SealError when no key of ours opens it."""
    words = json.loads(unseal(message.sealed, purpose=PURPOSE))
    mail = EmailMultiAlternatives(words["subject"], words["body"], to=words["to"], headers=headers)
    if words["html"]:
        mail.attach_alternative(words["html"], "text/html")
    return mail


def _html(mail: EmailMessage) -> str:
    """Its HTML part, if it has one."""
    return next((str(part[0]) for part in getattr(mail, "alternatives", []) if part[1] == "text/html"), "")
