"""Encrypts what a copied database must not give away, with keys that are not in it: SECRET_KEY and former ones."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealError(ValueError):
    """None of our keys opens it: it was sealed under a key that is gone, or changed since."""


@cache
def _seal_of(secrets: tuple[str, ...], purpose: str) -> MultiFernet:
    """One seal for each purpose, so that what was sealed for one is worth nothing for another."""
    keys = []
    for secret in secrets:
        derive = HKDF(SHA256(), length=32, salt=None, info=f"consilium.sealing.{purpose}".encode())
        keys.append(Fernet(base64.urlsafe_b64encode(derive.derive(secret.encode()))))
    return MultiFernet(keys)


def _seal(purpose: str) -> MultiFernet:
    """The present key seals; it and the former ones open."""
    return _seal_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS), purpose)


def seal(text: str, *, purpose: str) -> str:
    """Return the text encrypted and signed."""
    return _seal(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Return what was sealed for this purpose.  Raises SealError."""
    try:
        return _seal(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealError("It was sealed under another key, or changed.") from error


def reseal(sealed: str, *, purpose: str) -> str:
    """Return the same under the present key.  Raises SealError."""
    try:
        return _seal(purpose).rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealError("It was sealed under another key, or changed.") from error
