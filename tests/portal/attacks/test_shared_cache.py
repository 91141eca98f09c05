"""The default cache counts for all workers together, and a fault of it fails no page."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from portal.shared_cache import SharedCache

COUNT = """
import sys
from django.conf import settings
settings.configure(SECRET_KEY=sys.argv[2])
from portal.shared_cache import SharedCache
cache = SharedCache(sys.argv[1], {})
for _ in range(200):
    cache.add("n", 0, 60)
    cache.incr("n")
"""


@pytest.fixture
def shared(tmp_path: Path) -> SharedCache:
    return SharedCache(str(tmp_path / "cache.sqlite3"), {})


def test_processes_and_threads_lose_no_count(shared: SharedCache, tmp_path: Path, settings: Any) -> None:
    shared.get("n")
    worker = [sys.executable, "-c", COUNT, str(tmp_path / "cache.sqlite3"), settings.SECRET_KEY]
    started = [subprocess.Popen(worker, cwd=settings.BASE_DIR) for _ in range(3)]

    def count(_number: int) -> None:
        shared.add("n", 0, 60)
        shared.incr("n")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(200)))
    assert [process.wait() for process in started] == [0, 0, 0]
    assert shared.get("n") == 800


def test_it_is_a_cache_as_django_knows_it(shared: SharedCache) -> None:
    assert (shared.add("a", 1), shared.add("a", 2), shared.get("a")) == (True, False, 1)
    shared.set("b", [1.5, True, None])
    assert (shared.get("b"), shared.get("c"), shared.get("c", "none")) == ([1.5, True, None], None, "none")
    assert (shared.touch("a", 60), shared.touch("c"), "a" in shared, "c" in shared) == (
        True,
        False,
        True,
        False,
    )
    assert (shared.delete("a"), shared.delete("a"), shared.get("a")) == (True, False, None)
    shared.set("ended", 1, timeout=0)
    assert (shared.get("ended"), shared.add("ended", 2), shared.get("ended")) == (None, True, 2)
    with pytest.raises(ValueError, match="No number"):
        shared.incr("c")
    shared.clear()
    assert shared.get("b") is None


def test_what_has_ended_is_cleared_away(shared: SharedCache) -> None:
    for number in range(600):
        shared.set(f"key {number}".replace(" ", "-"), 1, timeout=0)
    assert shared._run("SELECT count(*) FROM entries")[0] < 101


def test_nobody_else_reads_the_file(shared: SharedCache, tmp_path: Path) -> None:
    shared.set("a", 1)
    assert (tmp_path / "cache.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_file_that_does_not_work_holds_nothing(tmp_path: Path) -> None:
    broken = SharedCache(str(tmp_path / "nowhere" / "cache.sqlite3"), {})
    broken.set("a", 1)
    assert (broken.get("a"), broken.add("a", 1)) == (None, False)


@pytest.mark.django_db
def test_pages_are_served_without_it(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_path", Path("/nowhere/cache.sqlite3"), raising=False)
    assert stranger.post("/case/find/", {"email": "nora@home.example"}).status_code == 302


def test_the_site_uses_it_unless_told_otherwise() -> None:
    assert isinstance(cache._connections[cache._alias], SharedCache)  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_who_is_over_a_limit_is_told_when_it_ends(stranger: Client) -> None:
    for _number in range(11):
        answer = stranger.post("/case/find/", {"email": "nora@home.example"})
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 3_600


def test_a_forked_process_opens_the_file_itself(shared: SharedCache) -> None:
    shared.set("n", 1)
    ours = id(shared._connection())
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writing, b"own" if id(shared._connection()) != ours and shared.get("n") == 1 else b"ours")
        os._exit(0)
    os.waitpid(child, 0)
    assert (os.read(reading, 9), id(shared._connection())) == (b"own", ours)
