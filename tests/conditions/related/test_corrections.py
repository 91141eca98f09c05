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
