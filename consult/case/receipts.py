"""The receipt of an erasure: in its own address, signed, so that nothing of it has to be stored.

A second press of "Erase" finds the case gone; for an hour the cache knows which receipt the first one got.
"""

from dataclasses import asdict
from datetime import datetime

from django.core import signing
from django.core.cache import cache
from django.urls import reverse

from consult.models.case_link import hash_token
from consult.question.actions.erase import Receipt, Scrubbed

SALT = "consult.case.receipts"
SECONDS = 3_600


def keep_receipt(receipt: Receipt, *, token: str) -> str:
    """Return the address of the receipt, and remember it for this link."""
    words = {**asdict(receipt), "erased_at": receipt.erased_at.isoformat()}
    address = reverse("consult:case_erased", args=[signing.dumps(words, salt=SALT, compress=True)])
    cache.set(_key(token), address, SECONDS)
    return address


def receipt_of(token: str) -> str | None:
    """The address of the receipt that this link got within the hour."""
    found: str | None = cache.get(_key(token))
    return found


def read_receipt(signed: str) -> Receipt | None:
    """The receipt in an address; None when it is older than an hour or not of ours."""
    try:
        words = signing.loads(signed, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    lines = [Scrubbed(**line) for line in words["lines"]]
    return Receipt(words["question_number"], datetime.fromisoformat(words["erased_at"]), lines)


def _key(token: str) -> str:
    return f"erased:{hash_token(token)}"
