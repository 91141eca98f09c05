"""In a worker no thread collects garbage that may hold a lock, and no property is a lock that all threads share."""

import ast
import gc
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from portal import garbage


@pytest.fixture
def _as_before() -> Iterator[None]:
    """The tests after these collect as Python does by itself."""
    yield
    gc.unfreeze()
    gc.enable()


class Cursor(sqlite3.Cursor):
    """Tells which thread lets go of it."""

    collected: list[str] = []
    is_gone = threading.Event()

    def __del__(self) -> None:
        self.collected.append(threading.current_thread().name)
        self.is_gone.set()


def leave(connection: sqlite3.Connection) -> None:
    """A cursor that has not been read to its end, in a ring."""
    cursor = connection.cursor(Cursor)
    cursor.execute("SELECT 1 UNION SELECT 2").fetchone()
    ring: list[Any] = [cursor]
    ring.append(ring)


@pytest.mark.usefixtures("_as_before")
def test_a_thread_of_its_own_lets_go_of_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "PAUSE", 0.001)
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    garbage.collect_beside()
    assert not gc.isenabled()
    leave(connection)
    kept = [[number] for number in range(100_000)]  # more than enough for Python to collect by itself
    assert Cursor.is_gone.wait(30)
    assert (len(kept), Cursor.collected) == (100_000, ["garbage"])
    connection.close()


def test_workers_begin_with_it() -> None:
    config = ast.parse((settings.BASE_DIR / "portal/gunicorn.py").read_text())
    (hook,) = [node for node in config.body if getattr(node, "name", "") == "post_worker_init"]
    called = {
        node.func.id
        for node in ast.walk(hook)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "collect_beside" in called


def test_no_property_locks_all_objects_of_its_class() -> None:
    # That of functools does before Python 3.12: one thread of all computes it, whatever it waits for meanwhile.
    rooms = [Path(settings.BASE_DIR / room) for room in ("consult", "conditions", "portal")]
    named = {
        str(path.relative_to(settings.BASE_DIR))
        for room in rooms
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "functools"
        if "cached_property" in {each.name for each in node.names}
    }
    assert named == set()
