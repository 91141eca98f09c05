"""How many entries have a term is known at once, whoever writes; on PostgreSQL by triggers of our own."""

import numpy as np
import pytest
from django.db import connection

from conditions.models import IndexEntry
from conditions.related.backends import backend, keyword_index
from conditions.related.upkeep.rebuild import rebuild_all
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def stored(terms, reply_terms=""):
    return IndexEntry(
        kind="question", question=QuestionFactory(), terms=terms, reply_terms=reply_terms, digest="x"
    )


def counted(area="question"):
    return backend().document_frequency({area: ["cheek", "numb", "cold", "nowhere"]})[area]


def test_the_numbers_follow_what_is_stored_changed_and_removed():
    IndexEntry.objects.bulk_create(
        [stored("numb cheek cheek"), stored("cold cheek", "cold numb"), stored("")]
    )
    assert counted() == {"cheek": 2, "numb": 1, "cold": 1, "nowhere": 0}
    assert counted("reply") == {"cheek": 0, "numb": 1, "cold": 1, "nowhere": 0}
    IndexEntry.objects.filter(terms__contains="numb").update(terms="cold")
    assert counted() == {"cheek": 1, "numb": 0, "cold": 2, "nowhere": 0}
    IndexEntry.objects.update(listed_at=None)
    IndexEntry.objects.filter(terms="cold cheek").delete()
    assert counted() == {"cheek": 0, "numb": 0, "cold": 1, "nowhere": 0}
    assert counted("reply") == dict.fromkeys(("cheek", "numb", "cold", "nowhere"), 0)


def test_what_is_remembered_of_an_area_is_not_counted_again(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(type(backend()), "common", 2)
    keyword_index.forget_common_terms()
    IndexEntry.objects.bulk_create([stored("numb cheek"), stored("cold cheek", "cheek")])
    wanted = {"question": {"cheek": 2, "cold": 1}, "reply": {"cheek": 1, "cold": 0}}
    assert keyword_index.document_frequencies(["question", "reply"], ["cheek", "cold"]) == wanted
    with django_assert_num_queries(1) as asked:
        assert keyword_index.document_frequencies(["question", "reply"], ["cheek"]) == {
            "question": {"cheek": 2},
            "reply": {"cheek": 1},
        }
    assert "question" not in asked[0]["sql"]
    keyword_index.forget_common_terms()


@pytest.mark.parametrize("scored", [False, True])
def test_without_a_limit_the_same_entries_hold_a_phrase(scored):
    IndexEntry.objects.bulk_create([stored("numb cheek cheek"), stored("cold cheek"), stored("numb arm")])

    def holding(limit):
        asked = [("numb",), ("cold", "cheek"), ("nowhere",)]
        return set(zip(*backend().holding("question", asked, limit=limit, scored=scored), strict=True))

    assert len(holding(None)) == 3
    assert holding(None) == holding(10)


@pytest.mark.parametrize("everything", [False, True])
def test_the_same_newest_entries_match_without_their_scores(everything):
    IndexEntry.objects.bulk_create(
        [stored("numb cheek cheek"), stored("cold cheek"), stored("numb cheek arm")]
    )
    asked = ["numb", "cheek"], {"numb": 2, "cheek": 3}
    scored, without = (
        backend().matches("question", *asked, everything=everything, limit=2, scored=scored)
        for scored in (True, False)
    )
    newest = list(IndexEntry.objects.order_by("-pk").values_list("pk", flat=True))
    assert scored[0].tolist() == without[0].tolist() == (newest[::2] if everything else newest[:2])
    assert (scored[1] < 0).all()
    assert without[1].tolist() == [0, 0]


@pytest.mark.parametrize("narrowed", [False, True])
def test_the_nearest_and_the_others_come_each_once_and_who_has_no_vector_has_no_cosine(encoder, narrowed):
    made = [stored(f"text {at}") for at in range(4)]
    number = backend().next_change("question")
    for at, entry in enumerate(made[:3]):
        entry.seq, entry.encoder, entry.vector = (
            number,
            encoder.fingerprint,
            np.eye(encoder.dim, dtype=np.float32)[at],
        )
    IndexEntry.objects.bulk_create(made)
    first, second, third, without = list(IndexEntry.objects.order_by("pk").values_list("pk", flat=True))
    keyword_index.forget_common_terms()
    vector = np.zeros(encoder.dim, dtype=np.float32)
    vector[:3] = 0.6, 0.8, 0.0
    others, among = np.array([third, without, first]), np.array([first, third]) if narrowed else None
    ids, cosines = backend().nearest("question", encoder, vector, 2, others, among)
    expected = {third: 0.0, without: None, first: 0.6} | ({} if narrowed else {second: 0.8})
    rounded = [None if np.isnan(cosine) else round(float(cosine), 6) for cosine in cosines]
    found = dict(zip(ids.tolist(), rounded, strict=True))
    assert found == expected
    assert len(ids) == len(expected)
    assert ids.tolist()[-3:] == [third, without, first]


@pytest.mark.postgres  # SQLite's FTS5 keeps its own
def test_what_nobody_says_any_more_is_forgotten_and_many_rows_become_one():
    from conditions.related.backends.postgresql import vocabulary

    def rows():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT term, entries FROM {vocabulary.NAME} ORDER BY term")
            return cursor.fetchall()

    stored("grandmother cheek").save()
    IndexEntry.objects.all().delete()
    assert rows() == []
    for _each in range(vocabulary.ROWS):
        stored("cheek").save()
    assert rows() == [("cheek", 1)] * vocabulary.ROWS
    vocabulary.fold()
    assert rows() == [("cheek", vocabulary.ROWS)]
    # A rebuild takes away what is not public: the invented entries.
    rebuild_all(lambda *_: None)
    assert rows() == []
