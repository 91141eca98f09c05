"""The words that searches are corrected to, as a process keeps them."""

import threading

import pytest

from conditions.related.text import vocabulary
from tests.factories import SpecialtyFactory


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
def test_no_search_waits_for_a_vocabulary_that_is_old(monkeypatch):
    old = vocabulary.current()
    SpecialtyFactory(name="Cardiology")
    monkeypatch.setattr(vocabulary, "SECONDS", -1)
    assert vocabulary.current() is old
    for thread in threading.enumerate():
        if thread.name == "vocabulary":
            thread.join()
    monkeypatch.undo()
    assert "cardiology" not in old
    assert "cardiology" in vocabulary.current()


@pytest.mark.django_db
def test_a_search_waits_for_a_new_vocabulary_when_the_old_is_out_of_date(monkeypatch):
    old = vocabulary.current()
    SpecialtyFactory(name="Cardiology")
    monkeypatch.setattr(vocabulary, "MOST_SECONDS", -1)
    assert "cardiology" in vocabulary.current()
    assert "cardiology" not in old


@pytest.mark.django_db
def test_a_thread_that_does_not_start_keeps_nobody_from_reading_it_later(monkeypatch):
    def refused(_thread):
        raise RuntimeError("can't start new thread")

    old = vocabulary.current()
    monkeypatch.setattr(vocabulary, "SECONDS", -1)
    monkeypatch.setattr(threading.Thread, "start", refused)
    assert vocabulary.current() is old
    assert not vocabulary._lock.locked()
