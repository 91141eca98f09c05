"""Lists that a publication has made stale are made anew beside the requests, and are right."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from simple_history.models import HistoricalRecords

from conditions.models import Neighbour
from consult.common.database import for_database
from consult.common.recording import Tag
from consult.events import question_changed
from consult.models import Doctor, Question
from consult.notifications import background
from consult.question.actions.publication import withdraw_question
from portal.models import Change, StoredPage
from portal.reading import store
from portal.reading.middleware import StoredPages
from portal.reading.renewal import renew_lists
from tests.factories import SpecialtyFactory
from tests.portal.reading.pages import Reader, site
from tests.portal.world import World

pytestmark = pytest.mark.django_db


def lists(rows: World) -> list[str]:
    return ["/", "/questions/", "/questions/feed/", rows.specialty.get_absolute_url()]


def publish(rows: World, capture: Any, title: str = "Something quite new") -> Question:
    """One more public question, and what follows its commit."""
    with capture(execute=True):
        question = rows.add(title=title)
        question_changed.send(sender=Question, question=question)
    return question


def test_the_lists_are_there_for_the_next_reader(
    rows: World, reader: Reader, django_capture_on_commit_callbacks: Any
) -> None:
    publish(rows, django_capture_on_commit_callbacks)
    for page in lists(rows):
        with CaptureQueriesContext(connection) as captured:
            _status, body = reader.stored(page)
        assert (page, len(captured), b"Something quite new" in body) == (page, 1, True)
    assert reader.wrong() == []


def test_what_nobody_reads_and_what_is_no_list_is_left_to_its_reader(
    rows: World, django_capture_on_commit_callbacks: Any
) -> None:
    reader = Reader(["/questions/", rows.topic.get_absolute_url(), rows.doctor.get_absolute_url()])
    reader.read_all()
    publish(rows, django_capture_on_commit_callbacks)
    assert (reader.kept(), StoredPage.objects.count()) == (["/questions/"], 3)


def test_lists_of_other_specialties_stay_as_they_are(
    rows: World, reader: Reader, django_capture_on_commit_callbacks: Any
) -> None:
    other = SpecialtyFactory(name="Rare Disease").get_absolute_url()
    reader.pages.append(other)
    reader.read_all()
    stood = StoredPage.objects.get(address=other).seen
    publish(rows, django_capture_on_commit_callbacks)
    assert (StoredPage.objects.get(address=other).seen, other in reader.kept()) == (stood, True)


def test_what_is_withdrawn_is_on_no_list(
    rows: World, reader: Reader, django_capture_on_commit_callbacks: Any
) -> None:
    question = publish(rows, django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_question(question=question)
    assert [page for page in lists(rows) if b"Something quite new" in reader.stored(page)[1]] == []
    assert reader.wrong() == []


def test_a_command_makes_no_pages(
    rows: World,
    reader: Reader,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(StoredPages, "serving", None)
    publish(rows, django_capture_on_commit_callbacks)
    assert set(reader.kept()).isdisjoint(lists(rows))


def test_a_request_in_which_it_is_done_keeps_who_asks(rows: World, reader: Reader) -> None:
    rows.add()
    HistoricalRecords.context.request = "of an editor"
    renew_lists.call(rows.specialty.pk)
    assert HistoricalRecords.context.request == "of an editor"
    del HistoricalRecords.context.request
    assert set(lists(rows)) <= set(reader.kept())


def test_a_neighbour_makes_its_thread_stale_and_no_list(rows: World, reader: Reader) -> None:
    thread = rows.questions[0].get_absolute_url()
    reader.read_all()
    Neighbour.objects.filter(question=rows.questions[0]).update(reasons=[])
    assert set(reader.pages) - set(reader.kept()) == {thread}
    assert reader.wrong() == []


def made(tags: set[Tag]) -> store.Made:
    """A page that is being made now."""
    seen = store.last_change()
    assert seen is not None
    return store.Made("/questions/", store.made([], b"words"), tags, seen)


def kept(page: store.Made) -> bool:
    """Whether it is kept, by whoever made it for a reader and beside the requests."""
    alone = store.store(page.address, page.page, page.tags, page.seen)
    assert StoredPage.objects.exists() is alone
    StoredPage.objects.all().delete()
    store.store_all([page])
    assert StoredPage.objects.exists() is alone
    StoredPage.objects.all().delete()
    return alone


def test_a_change_of_something_else_meanwhile_does_not_matter(rows: World) -> None:
    page = made({("question", rows.questions[0].pk)})
    Question.objects.filter(pk=rows.questions[1].pk).update(body="Otherwise.")
    assert kept(page)


def test_a_change_of_what_it_shows_does(rows: World) -> None:
    page = made({("question", rows.questions[0].pk), ("doctor", rows.doctor.pk)})
    Doctor.objects.update(name="Dr Nora Newname")
    assert not kept(page)


def test_a_reference_page_that_was_hidden_meanwhile_does(rows: World) -> None:
    page = made({("page", rows.page.pk)})
    type(rows.page).objects.filter(pk=rows.page.pk).update(published_at=None)
    assert not kept(page)


def test_after_very_many_changes_nothing_is_kept(rows: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_CHANGES", 2)
    page = made({("doctor", rows.doctor.pk)})
    Change.objects.create(kind="elsewhere", number=1)
    assert kept(page)
    Change.objects.create(kind="elsewhere", number=2)
    assert not kept(page)


@pytest.mark.django_db(transaction=True)
def test_it_is_done_by_a_thread_once_the_change_is_committed(settings: Any) -> None:
    rows = site()
    reader = Reader(lists(rows))
    reader.read_all()
    settings.TASKS |= {"pages": {"BACKEND": "consult.notifications.background.ThreadBackend"}}
    question = rows.add(title="Something quite new")
    question_changed.send(sender=Question, question=question)
    background.finish()
    assert (reader.kept(), reader.wrong()) == (lists(rows), [])


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_who_is_writing_to_sqlite_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    page, writer = made({("elsewhere", 1)}), connection.copy()
    try:
        writer.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with writer.cursor() as cursor:
            cursor.execute("INSERT INTO portal_change (kind, number) VALUES ('other', 1)")
            monkeypatch.setattr(store, "PATIENCE", 0.02)
            store.store_all([page])
            assert StoredPage.objects.exists() is for_database(connection, sqlite=False, postgresql=True)
            monkeypatch.setattr(store, "PATIENCE", 60)
            monkeypatch.setattr(store, "sleep", lambda _seconds: writer.commit())
            store.store_all([page])
        assert StoredPage.objects.exists()
    finally:
        writer.close()
