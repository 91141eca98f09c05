"""The cache of several machines stays soft when Redis is away.

With a real Redis it runs in `python -m bench.machines`.
"""

import json

import pytest

from portal.redis_cache import JsonSerializer, SoftRedisCache
from tests.portal.test_settings import run

AWAY = "redis://127.0.0.1:1/0"


@pytest.fixture
def cache() -> SoftRedisCache:
    """Nothing listens there."""
    return SoftRedisCache(AWAY, {"OPTIONS": {"socket_connect_timeout": 1}})


def test_a_redis_that_is_away_holds_nothing_and_says_so(
    cache: SoftRedisCache, caplog: pytest.LogCaptureFixture
) -> None:
    cache.set("key", 1)
    assert (cache.get("key", "nothing"), cache.add("key", 1)) == ("nothing", True)
    assert (cache.touch("key"), cache.delete("key")) == (False, False)
    with pytest.raises(ValueError, match="No number"):
        cache.incr("key")
    assert set(caplog.messages) == {"The cache does not work: ConnectionError"}


def test_no_network_address_stands_in_a_key(cache: SoftRedisCache) -> None:
    key = cache.make_and_validate_key("allauth:rl:login:ip:192.0.2.7")
    assert (len(key), "192" in key) == (40, False)
    assert key == cache.make_and_validate_key("allauth:rl:login:ip:192.0.2.7")


@pytest.mark.parametrize("value", [1, True, "words", [1.5, "x"], {"a": None}])
def test_values_come_back_as_they_were_without_being_unpickled(value: object) -> None:
    stored = JsonSerializer().dumps(value)
    assert JsonSerializer().loads(stored.encode()) == value
    assert json.loads(stored) == value


def test_the_settings_take_redis() -> None:
    ask = (
        "import portal.settings as s; print(s.CACHES['default']['BACKEND'], s.CACHES['default']['LOCATION'])"
    )
    done = run(ask, SECRET_KEY="k", CACHE_URL="redis://cache:6379")
    assert done.stdout.strip() == "portal.redis_cache.SoftRedisCache redis://cache:6379/0"
