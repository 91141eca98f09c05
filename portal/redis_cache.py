"""The cache that several machines share: Django's own Redis backend, which stays soft when Redis is away.

As in the cache of one machine (shared_cache.py) keys are hashed, since allauth's hold network addresses, and values are
JSON: what comes over a network is never unpickled.
"""

import json
import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from portal.shared_cache import hashed

logger = logging.getLogger(__name__)


class JsonSerializer:
    """Numbers stay numbers, so that Redis can count."""

    def dumps(self, value: Any) -> Any:
        """The value as Redis keeps it."""
        return json.dumps(value)

    def loads(self, data: bytes) -> Any:
        """The value again."""
        return json.loads(data)


class SoftRedisCache(RedisCache):
    """A Redis that does not answer holds nothing, and says so in the log: no rate limit holds meanwhile, pages do."""

    def make_and_validate_key(self, key: str, version: int | None = None) -> str:
        """A keyed hash in place of the key."""
        return hashed(super().make_and_validate_key(key, version=version))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default`."""
        return self._softly(default, super().get, key, default, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store the value."""
        self._softly(None, super().set, key, value, timeout, version)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store the value where there is none; whether it was stored.

        Without Redis True: locks and codes of a second factor are taken by `add`, and staff have to get in.
        """
        return bool(self._softly(True, super().add, key, value, timeout, version))

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let a value live longer; whether there is one."""
        return bool(self._softly(False, super().touch, key, timeout, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; whether there was one."""
        return bool(self._softly(False, super().delete, key, version))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number in one step.  Raises ValueError where there is none, or no Redis."""
        found = self._softly(None, super().incr, key, delta, version)
        if found is None:
            raise ValueError(f"No number under {key!r}.")
        return int(found)

    @staticmethod
    def _softly(otherwise: Any, act: Any, *arguments: Any) -> Any:
        """What Redis answers, or `otherwise`."""
        try:
            return act(*arguments)
        except RedisError as error:
            logger.error("The cache does not work: %s", type(error).__name__)
            return otherwise
