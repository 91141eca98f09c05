"""Erasing waits for nobody who reads, and reaches the bytes of SQLite's file as soon as they have read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from consult.models import Draft
from consult.models.scrub import OwedScrub
from consult.question.actions.erase import erase_question
from portal.retention import apply
from tests.consult.case.erased_words import files_with, tables_with
from tests.factories import public_question

# Who waited for the reader would wait for 20 seconds.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database, pytest.mark.timeout(15)]

WORD = "zyxwvutide"


@contextmanager
def somebody_reads() -> Iterator[None]:
    """Keep a reader's transaction open, as a copy of the file or a long export does."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM consult_question").fetchone()
        yield
        reader.execute("COMMIT")


def others_can_write() -> bool:
    """Whether somebody else gets the lock for writing without any waiting."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    return True


def scrub() -> str:
    out = StringIO()
    call_command("scrub_erased", stdout=out)
    return out.getvalue()


def test_an_erased_case_leaves_the_file_once_the_last_reader_has_read() -> None:
    question = public_question(title=f"Numb {WORD}", body=f"My {WORD} is numb.")
    with somebody_reads():
        erase_question(question=question)
        assert others_can_write()
        assert (tables_with(WORD), files_with(WORD)) != ([], [])
        assert OwedScrub.objects.exists()
        assert scrub() == "Somebody is reading or writing: owed still.\n"
    assert scrub() == "Nothing is owed.\n"
    assert (tables_with(WORD), files_with(WORD), OwedScrub.objects.count()) == ([], [], 0)


def test_a_draft_that_is_thrown_away_does_so_too(patient: Client) -> None:
    patient.post("/ask/what/", {"title": WORD, "body": f"{WORD} again"})
    with somebody_reads():
        assert patient.post("/ask/discard/").status_code == 302
        assert others_can_write()
    scrub()
    assert files_with(WORD) == []


def test_what_is_no_longer_kept_does_so_too(patient: Client) -> None:
    patient.post("/ask/what/", {"title": WORD, "body": f"{WORD} again"})
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=31))
    with somebody_reads():
        assert apply()["unsent questions"] == 1
    scrub()
    assert files_with(WORD) == []
