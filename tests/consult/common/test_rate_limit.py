"""Rate limits: so many in a window, each address and each act for itself, and no address is kept."""

import pytest
from django.core.cache import cache

from consult.common.rate_limit import allow
from tests.consult.case.erased_words import shared_rows


@pytest.fixture
def at(monkeypatch):
    """Return a function that asks at a second of the clock."""

    def ask(second: int, who: str = "198.51.100.7", action: str = "ask") -> bool:
        monkeypatch.setattr("consult.common.rate_limit.time.time", lambda: 1_800_000_000.0 + second)
        return allow(action=action, who=who, most=2, seconds=60)

    return ask


def test_so_many_in_a_window_and_as_many_in_the_next(at):
    assert [at(0), at(1), at(59)] == [True, True, False]
    assert [at(60), at(61), at(119)] == [True, True, False]


def test_each_address_and_each_act_is_counted_for_itself(at):
    assert [at(0), at(0), at(0)] == [True, True, False]
    assert at(0, who="198.51.100.8")
    assert at(0, action="vote")


def test_counts_kept_in_files_last_for_the_hour_and_for_many_visitors(settings, tmp_path, monkeypatch):
    files = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}
    settings.CACHES = {"default": {**settings.CACHES["default"], **files}}

    def ask(second: int, who: str = "198.51.100.7") -> bool:
        monkeypatch.setattr("consult.common.rate_limit.time.time", lambda: 1_800_000_000.0 + second)
        return allow(action="ask", who=who, most=2, seconds=3_600)

    assert [ask(0), ask(1)] == [True, True]
    for number in range(400):
        ask(2, who=str(number))
    assert ask(3_000) is False


def test_no_address_reaches_the_cache(at):
    at(0)
    kept = repr(shared_rows(cache))
    assert (len(shared_rows(cache)), "198.51.100.7" in kept) == (1, False)


def test_a_count_that_is_lost_shuts_nobody_out(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert [allow(action="ask", who="192.0.2.1", most=1, seconds=60) for _time in range(3)] == [True] * 3
