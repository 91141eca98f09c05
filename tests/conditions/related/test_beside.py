"""PostgreSQL: the narrow tables beside the entries say what these say, and searches read them by their indexes."""

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.models import IndexEntry
from conditions.related.backends import backend
from conditions.related.backends.base import AREAS
from conditions.related.backends.postgresql import vectors, words
from conditions.related.backends.schema import ensure_schema
from conditions.related.text import documents
from conditions.related.upkeep import index
from consult.common.database import analyze
from consult.question.actions.erase import erase_question
from tests.factories import CauseFactory, QuestionFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

TERMS = ["cheek", "numb", "cold"]


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def stored(terms, reply_terms="", vector=None):
    encoder = "" if vector is None else "some"
    question = QuestionFactory()
    said = {"terms": terms, "reply_terms": reply_terms, "encoder": encoder, "vector": vector}
    return IndexEntry(kind="question", question=question, digest="x", **said)


def of(number):
    """A vector of unit length."""
    return np.eye(384, dtype=np.float32)[number]


def in_step():
    """Whether both tables say what the entries say; how many entries there are."""
    entries = list(IndexEntry.objects.order_by("pk"))
    assert [pk for (pk,) in rows(f"SELECT entry FROM {words.NAME} ORDER BY 1")] == [
        each.pk for each in entries
    ]
    assert rows(f"SELECT entry, encoder, vector::text FROM {vectors.NAME} ORDER BY 1") == rows(
        "SELECT id, encoder, vector::text FROM conditions_indexentry WHERE vector IS NOT NULL ORDER BY 1"
    )
    rows("SET LOCAL enable_seqscan = off")  # else so few rows would be read without the index
    said = {term for each in entries for term in f"{each.terms} {each.reply_terms}".split()}
    for area, (kind, column) in AREAS.items():
        for term in {*TERMS, *said}:
            _which, ids, _scores = backend().holding(area, [(term,)], limit=None, scored=False)
            held = [
                each.pk for each in entries if each.kind == kind and term in getattr(each, column).split()
            ]
            assert sorted(ids.tolist()) == held, (area, term)
    return len(entries)


def test_they_follow_what_is_stored_changed_and_removed():
    IndexEntry.objects.bulk_create(
        [stored("numb cheek cheek", vector=of(0)), stored("cold cheek", "cold numb", of(1)), stored("")]
    )
    assert in_step() == 3
    IndexEntry.objects.filter(terms__contains="numb").update(terms="cold", vector=of(2))
    assert in_step() == 3
    IndexEntry.objects.filter(terms="").update(reply_terms="numb")
    IndexEntry.objects.filter(terms="cold cheek").update(vector=None, encoder="")
    assert in_step() == 3
    IndexEntry.objects.filter(terms="cold cheek").delete()
    assert in_step() == 2
    IndexEntry.objects.first().question.delete()
    assert in_step() == 1
    rows("DELETE FROM conditions_indexentry")
    assert in_step() == 0


def test_what_is_not_changed_is_not_written_anew():
    stored("numb cheek", vector=of(0)).save()
    before = [rows(f"SELECT ctid, xmin FROM {name}") for name in (words.NAME, vectors.NAME)]
    IndexEntry.objects.update(seq=7, listed_at=None)
    assert [rows(f"SELECT ctid, xmin FROM {name}") for name in (words.NAME, vectors.NAME)] == before


def test_they_follow_what_the_engine_does(encoder):
    question = public_question(title="Numb cheek in winter", body="My cheek is numb.")
    other = public_question(title="Ringing in one ear", body="It rings.")
    CauseFactory(name="Bell's palsy", page__title="Causes of numb cheeks")
    call_command("rebuild_related", verbosity=0)
    made = in_step()
    assert {kind for (kind,) in rows("SELECT DISTINCT kind FROM conditions_indexentry")} == {
        "question",
        "cause",
        "page",
    }
    type(question).objects.filter(pk=question.pk).update(title="Cold fingers")
    index.store("question", list(documents.of_questions([question.pk])))
    assert in_step() == made
    call_command("rebuild_related", "--full", verbosity=0)
    assert in_step() == made
    erase_question(question=question)
    assert in_step() == made - 1
    assert IndexEntry.objects.filter(question=other).exists()


def test_an_update_fills_them_and_takes_away_the_former_indexes_when_the_index_is_rebuilt(encoder):
    IndexEntry.objects.bulk_create([stored("numb cheek", vector=of(0)), stored("cold cheek", "cold numb")])
    for name in (words.NAME, vectors.NAME):
        rows(f"DROP TABLE {name}")
        for (trigger,) in rows("SELECT tgname FROM pg_trigger WHERE tgname LIKE %s", f"{name}_%"):
            rows(f"DROP FUNCTION {trigger}() CASCADE")
    rows("SET CONSTRAINTS ALL IMMEDIATE")
    rows(
        "CREATE INDEX conditions_words_question ON conditions_indexentry USING gin (string_to_array(terms, ' ')) "
        "WHERE kind = 'question'"
    )
    ensure_schema()
    assert in_step() == 2
    former = "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'conditions\\_words\\_%%'"
    assert len(rows(former)) == 1  # the version before may still answer
    patience = rows("SHOW lock_timeout")
    call_command("rebuild_related", verbosity=0)
    assert rows(former) == []
    assert rows("SHOW lock_timeout") == patience  # what follows in the same transaction waits as before


def test_a_trigger_of_another_version_is_replaced_and_the_rows_are_made_anew():
    stored("numb cheek", vector=of(0)).save()
    for table in (words.ROWS, vectors.ROWS):
        name = next(name for name in table.triggers() if "_insert_" in name)
        rows(f"ALTER TRIGGER {name} ON conditions_indexentry RENAME TO {table.name}_insert_former")
        rows(f"ALTER FUNCTION {name} RENAME TO {table.name}_insert_former")
        rows(f"DELETE FROM {table.name}")
        ensure_schema()
        standing = {
            name for (name,) in rows("SELECT tgname FROM pg_trigger WHERE tgname LIKE %s", f"{table.name}_%")
        }
        assert standing == set(table.triggers())
    assert in_step() == 1


def test_a_search_reads_all_of_them_by_index_on_tables_analysed_while_empty(encoder):
    analyze()
    rows(f"TRUNCATE {words.NAME}, {vectors.NAME}")  # as on a fresh site: not a page of removed rows
    rows(f"ANALYZE {words.NAME}, {vectors.NAME}")
    # Of questions that are not there: the rows are gone before anybody looks.  Without vectors: HNSW keeps what was.
    rows(
        "INSERT INTO conditions_indexentry "
        "(kind, question_id, terms, reply_terms, facets, digest, encoder, sketch, seq) "
        "SELECT 'question', 1000000 + n, 'common w' || n %% 50, 'common', '', 'x', '', '', 0 "
        "FROM generate_series(1, 4000) AS n"
    )
    rows(
        f"INSERT INTO {vectors.NAME} SELECT entry, %s, array_fill(0.05::real, ARRAY[384])::vector FROM {words.NAME}",
        encoder.fingerprint,
    )
    frequency = {"common": 4000, "w1": 80, "w2": 80}
    nothing = np.empty(0, dtype=np.int64)
    with CaptureQueriesContext(connection) as asked:
        _which, ids, _scores = backend().holding(
            "question", [("w1",), ("w2", "w3")], limit=None, scored=False
        )
        assert len(ids) == 80
        backend().holding("reply", [("common",), ("w1", "common")], limit=1_000, scored=True)
        backend().matches("question", ["common", "w1"], frequency, everything=True, limit=50)
        backend().matches("question", ["common"], frequency, everything=True, limit=1_000, scored=False)
        backend().nearest("question", encoder, of(0), 10, ids)
        backend().nearest("question", encoder, of(0), 10, nothing, among=ids)
        backend().matches_and_nearest(
            "question", ["w1", "w2"], frequency, everything=False, limit=1_000, encoder=encoder, vector=of(0), count=10
        )  # fmt: skip
    kept = [query["sql"] for query in asked if words.NAME in query["sql"] or vectors.NAME in query["sql"]]
    assert len(kept) == 7
    for sql in kept:
        plan = "\n".join(line for (line,) in rows("EXPLAIN " + sql.replace("%", "%%")))
        assert [scan for scan in ("Seq Scan", "Index Only Scan") if scan in plan] == [], (sql[:300], plan)
    rows("DELETE FROM conditions_indexentry")


def test_lists_of_others_do_not_wait_for_the_disk_and_the_entry_does():
    def waits():
        return rows("SHOW synchronous_commit")[0][0]

    rows("SET LOCAL synchronous_commit = on")
    number = backend().next_change("question")
    backend().begin_look("question")
    assert waits() == "on"
    assert backend().is_last_change("question", number) is False
    assert waits() == "off"
