"""The mapped file of vectors and what lies over it always say what the database says (SQLite)."""

from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from conditions.models import IndexEntry, IndexState, RemovedVector
from conditions.related.backends.sqlite import cells, flat_index, vector_file, vector_store
from conditions.related.ranking import second_stage
from conditions.related.text import documents
from conditions.related.upkeep import erasure, index
from consult.events import question_changed
from consult.models import Question
from consult.question.actions.erase import erase_question
from tests.factories import public_question

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("encoder"),
]

TEXTS = ["Numb cheek in winter", "Knee pain after running", "Itchy rash on both arms", "Ringing in one ear"]


@pytest.fixture
def questions():
    """Four public questions, indexed, their vectors in the file."""
    made = [public_question(title=text, body=f"{text} since Monday.") for text in TEXTS]
    call_command("rebuild_related", verbosity=0)
    return made


def change(question, title):
    Question.objects.filter(pk=question.pk).update(title=title, body=title)
    index.store("question", list(documents.of_questions([question.pk])))


def found(encoder):
    """What the engine holds, by entry, after checking that it is what the database holds."""
    held = vector_store.flat_index("question", encoder)
    read = IndexEntry.objects.filter(encoder=encoder.fingerprint, vector__isnull=False)
    truth: dict[int, Any] = dict(read.values_list("pk", "vector"))
    places = held.places(np.array(list(truth), dtype=np.int64))
    assert (places >= 0).all()
    assert np.array_equal(held.rows(places), np.stack(list(truth.values())))
    query = encoder.encode(["numb cheek"])[0]
    assert np.allclose(held.cosines(query)[places], np.stack(list(truth.values())) @ query)
    return set(truth)


def files():
    return sorted(path.name for path in settings.RELATED_INDEX_DIR.glob("question-*"))


def the_file():
    (name,) = files()
    return settings.RELATED_INDEX_DIR / name


def test_the_file_holds_every_vector_and_is_the_only_one(questions, encoder):
    assert len(found(encoder)) == 4
    assert files() == [f"question-{IndexState.objects.get(kind='question').token.hex}.vectors"]
    assert the_file().stat().st_size == 64 + 4 * (8 + 4 * encoder.dim)


def test_a_large_product_is_shared_between_cores_and_is_the_same(encoder, monkeypatch):
    rows = np.random.default_rng(1).normal(size=(1_000, 8)).astype(np.float32)
    monkeypatch.setattr(flat_index, "PARALLEL", 800)
    for vector in (rows[0], rows[:5].T):
        out = np.empty((1_000, *vector.shape[1:]), dtype=np.float32)
        flat_index._multiply(rows, vector, out)
        assert np.allclose(out, rows @ vector, atol=1e-5)


def test_changes_lie_over_the_file_until_it_is_written_anew(questions, encoder):
    change(questions[0], "Hair loss in patches")
    question_changed.send(sender=Question, question=public_question(title="Cold sores on the lip"))
    assert len(found(encoder)) == 5
    assert second_stage.search("question", "patchy hair loss")[0].object_id == questions[0].pk
    change(questions[0], "Bleeding gums")
    assert len(found(encoder)) == 5
    before = the_file()
    vector_store.rebuild("question", encoder)
    assert len(found(encoder)) == 5
    assert the_file() != before


def test_only_what_has_a_vector_has_a_place(questions, encoder):
    change(questions[0], "Sore throat for a week")
    changed, *others = IndexEntry.objects.order_by("pk").values_list("pk", flat=True)
    held = vector_store.flat_index("question", encoder)
    numbers = np.array([0, changed, *others, others[-1] + 1, others[-1] + 1_000], dtype=np.int64)
    assert held.places(numbers).tolist() == [-1, 4, 1, 2, 3, -1, -1]


def test_a_file_without_rows_has_those_that_lie_over_it(encoder):
    none = np.empty((0, 2), np.float32)
    file = vector_file.VectorFile(
        settings.RELATED_INDEX_DIR, np.empty(0, np.int64), none, none, None, cells.one(0, 0)
    )
    rows = np.eye(2, dtype=np.float32)
    over = flat_index.Overlay(2, np.array([5, 9]), rows, np.empty(0, dtype=np.int64))
    held = flat_index.FlatIndex(file, over)
    assert held.places(np.array([9, 7, 5])).tolist() == [1, -1, 0]
    assert np.array_equal(held.rows(np.array([1, 0])), rows[::-1])


def test_a_text_that_turns_into_another_script_loses_its_vector(questions, encoder):
    change(questions[0], "臉部麻木")
    assert found(encoder) == {question.index_entry.pk for question in questions[1:]}


@pytest.mark.parametrize("damage", ["missing", "truncated", "damaged", "another"])
def test_a_file_that_cannot_be_used_is_written_anew(questions, encoder, damage):
    path = the_file()
    vector_store.forget()
    raw = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "truncated":
        path.write_bytes(raw[:-100])
    elif damage == "damaged":
        path.write_bytes(b"\0" * 30 + raw[30:])
    else:
        IndexState.objects.filter(kind="question").update(token="0" * 32)
    assert len(found(encoder)) == 4
    assert len(files()) == 1


def test_a_folder_that_cannot_be_written_does_not_stop_the_search(questions, encoder, settings):
    settings.RELATED_INDEX_DIR = type(settings.RELATED_INDEX_DIR)("/proc/nowhere")
    vector_store.forget()
    assert len(found(encoder)) == 4


def test_another_process_sees_changes_and_removals(questions, encoder):
    vector_store.flat_index("question", encoder)
    other_process = dict(vector_store._open)
    change(questions[0], "Hair loss in patches")
    gone = questions[1].index_entry.pk
    erase_question(question=questions[1])
    vector_store.forget()
    vector_store._open.update(other_process)
    assert gone not in found(encoder)
    held = vector_store.flat_index("question", encoder)
    assert not held.file.rows[held.file.ids == gone].any()


def test_nothing_read_inside_a_rolled_back_transaction_is_remembered(questions, encoder):
    from django.db import transaction

    class UndoneError(Exception):
        pass

    def undone():
        with transaction.atomic():
            change(questions[0], "Hair loss in patches")
            assert len(found(encoder)) == 4
            raise UndoneError

    with pytest.raises(UndoneError):
        undone()
    change(questions[1], "Bleeding gums")
    assert len(found(encoder)) == 4


def test_an_erased_question_leaves_no_word_in_the_database_and_no_vector_in_the_file(encoder):
    question = public_question(title="Zyzzyvitis of the cheek", body="My zyzzyvitis hurts.")
    public_question(title="Knee pain")
    call_command("rebuild_related", verbosity=0)
    vector = question.index_entry.vector.tobytes()
    stem = question.index_entry.terms.split()[0].encode()
    assert stem in connection.connection.serialize()
    assert vector in the_file().read_bytes()
    erase_question(question=question)
    assert stem not in connection.connection.serialize()
    assert vector not in connection.connection.serialize()
    assert vector not in the_file().read_bytes()
    assert not RemovedVector.objects.exists()


def test_a_scrub_that_was_interrupted_is_made_up_for(questions, encoder, monkeypatch):
    vector = questions[0].index_entry.vector.tobytes()
    with monkeypatch.context() as patch:
        patch.setattr(erasure, "erase_deleted", lambda: 1 / 0)
        patch.setattr(vector_store, "wipe_removed", lambda: 1 / 0)
        erase_question(question=questions[0])
    assert vector in the_file().read_bytes()
    assert IndexState.objects.filter(scrub_due=True).exists()
    call_command("rebuild_related", verbosity=0)
    assert vector not in the_file().read_bytes()
    assert not IndexState.objects.filter(scrub_due=True).exists()


def test_the_file_is_written_anew_when_too_much_lies_over_it(questions, encoder, monkeypatch):
    monkeypatch.setattr(vector_store, "OVERLAY", 1)
    before = the_file()
    change(questions[0], "Hair loss in patches")
    assert the_file() == before
    change(questions[1], "Bleeding gums")
    assert the_file() != before
    assert len(found(encoder)) == 4
