"""The address that stops mail with one tap."""

from django.core import signing
from django.urls import reverse

from consult.models import Contact

SALT = "consult.unsubscribe"


def unsubscribe_path(contact: Contact) -> str:
    """Return the path that stops mail to this contact.  It never expires and opens nothing else."""
    return reverse("consult:unsubscribe", args=[signing.dumps(contact.pk, salt=SALT)])


def contact_of(token: str) -> Contact | None:
    """Return the contact of an unsubscribe token, None when it was tampered with or the contact was erased."""
    try:
        return Contact.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None
