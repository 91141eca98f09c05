"""Messages to who has no session: in a cookie named as our others are."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

from consult.common.cookies import cookie_name

COOKIE = "messages"


class MessageCookie(CookieStorage):
    """Django's, under our name."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]  # an attribute of the class there
        """With the prefix of HTTPS."""
        return cookie_name(COOKIE)


class MessageStorage(FallbackStorage):
    """In the cookie; in the session what is too long for it."""

    storage_classes = (MessageCookie, SessionStorage)
