"""Sessions from which a copied database opens nothing: found by the hash of their key, and encrypted."""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from consult.common.sealing import SealError, seal, unseal

PURPOSE = "sessions"


class SessionStore(db.SessionStore):
    """Django's own in the database; the cookie has the key, the table its hash."""

    @staticmethod
    def stored_key(key: str) -> str:
        """What stands in the table in place of the key, as long as its column."""
        return hashlib.sha256(key.encode()).hexdigest()[:40]

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Encrypted: a second factor that is being added lies in the session."""
        return seal(super().encode(session_dict), purpose=PURPOSE)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """As it was; empty when no key of ours opens it, which signs out."""
        try:
            text = session_data if isinstance(session_data, str) else session_data.decode()
            return super().decode(unseal(text, purpose=PURPOSE))
        except SealError:
            return {}

    def _get_session_from_db(self) -> Any:
        """By the hash."""
        key = self.stored_key(self.session_key or "")
        row: Any = Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str | None) -> bool:
        """By the hash."""
        return super().exists(self.stored_key(session_key)) if session_key else False

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """A row under the hash."""
        row = super().create_model_instance(data)
        row.session_key = self.stored_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """By the hash."""
        key = session_key or self.session_key
        if key:
            super().delete(self.stored_key(key))
