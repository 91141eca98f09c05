"""What a person decides shows on every stored page at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conditions.actions.similar import hide_similar
from conditions.models import Cause, Neighbour, ReferencePage
from consult.models import Correction, Doctor, Question
from consult.question.actions.erase import erase_question
from consult.question.actions.hold import hold_question
from consult.question.actions.publication import (
    unpublish_question,
    withdraw_publication,
    withdraw_question,
)
from consult.question.corrections import settle
from portal.models import Change, PageTag, StoredPage
from portal.reading.changes import ROWS, UNTAGGED
from tests.factories import public_question
from tests.portal.reading.pages import Reader, addresses
from tests.portal.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]

OUT_OF_SIGHT: dict[str, Callable[[Question], object]] = {
    "withdrawn": lambda question: withdraw_question(question=question),
    "no longer to be public": lambda question: withdraw_publication(question=question),
    "erased": lambda question: erase_question(question=question),
    "held back": lambda question: hold_question(question=question, reason="Doubt"),
    "unpublished": lambda question: unpublish_question(question=question, actor=None),
    "deleted in bulk": lambda question: Question.objects.filter(pk=question.pk).delete(),
}


@pytest.mark.parametrize("decision", OUT_OF_SIGHT)
def test_a_question_that_is_out_of_sight_is_on_no_page(rows: World, reader: Reader, decision: str) -> None:
    question = rows.questions[1]
    Question.objects.filter(pk=question.pk).update(title="Unheard of trouble", body="Unheard of trouble.")
    question.refresh_from_db()
    reader.pages = addresses(rows)
    before = {page: body for page, (_status, body) in reader.read_all().items()}
    shown = [page for page, body in before.items() if b"Unheard of trouble" in body]
    OUT_OF_SIGHT[decision](question)
    after = reader.read_all()
    assert len(shown) > 5  # its thread, lists, the similar ones, the page of the cause
    assert [page for page, (_status, body) in after.items() if b"Unheard of trouble" in body] == []
    assert reader.wrong() == []


@pytest.mark.parametrize("decision", [name for name in OUT_OF_SIGHT if name != "deleted in bulk"])
def test_its_words_leave_the_stored_pages_in_the_same_transaction(
    rows: World, reader: Reader, decision: str
) -> None:
    number = rows.questions[1].pk
    assert PageTag.objects.filter(kind="question", number=number).exists()
    OUT_OF_SIGHT[decision](rows.questions[1])
    assert not PageTag.objects.filter(kind="question", number=number).exists()


def test_a_question_that_becomes_public_stands_on_every_list(rows: World, reader: Reader) -> None:
    question = rows.add(title="Something quite new")
    pages = reader.read_all()
    new = {page for page, (_status, body) in pages.items() if b"Something quite new" in body}
    lists = {"/", "/questions/", rows.specialty.get_absolute_url(), rows.topic.get_absolute_url()}
    threads = {rows.questions[0].get_absolute_url(), rows.page.get_absolute_url()}
    assert lists | threads | {rows.doctor.get_absolute_url()} <= new
    assert (reader.wrong(), question.pk in Question.objects.public().values_list("pk", flat=True)) == (
        [],
        True,
    )


def test_a_hidden_similar_question_leaves_the_list(rows: World, reader: Reader) -> None:
    question, other = rows.questions[:2]
    assert other.title.encode() in reader.stored(question.get_absolute_url())[1]
    hide_similar(question=question, other=other, actor=None)
    assert other.title.encode() not in reader.stored(question.get_absolute_url())[1]
    Neighbour.objects.filter(question=question, other=other).delete()
    assert reader.wrong() == []


def test_the_name_of_a_doctor_changes_everywhere(rows: World, reader: Reader) -> None:
    Doctor.objects.filter(pk=rows.doctor.pk).update(name="Dr Nora Newname")
    bodies = [body for _status, body in reader.read_all().values()]
    assert sum(b"Newname" in body for body in bodies) > 5
    assert [body for body in bodies if b"Dr Nora Neuron" in body] == []


def test_a_retired_cause_leaves_threads_and_pages(rows: World, reader: Reader) -> None:
    cause = rows.page.causes.first()
    assert cause is not None
    link = f'href="{cause.get_absolute_url()}"'.encode()
    assert link in reader.stored(rows.questions[0].get_absolute_url())[1]
    cause.delete()
    assert [page for page, (_status, body) in reader.read_all().items() if link in body] == []
    assert reader.wrong() == []


def test_an_unpublished_reference_page_is_gone_and_linked_from_nowhere(rows: World, reader: Reader) -> None:
    ReferencePage.objects.filter(pk=rows.page.pk).update(published_at=None)
    assert reader.stored(rows.page.get_absolute_url())[0] == 404
    assert reader.wrong() == []
    ReferencePage.objects.filter(pk=rows.page.pk).update(published_at=timezone.now())
    assert reader.stored(rows.page.get_absolute_url())[0] == 200
    assert reader.wrong() == []


def test_a_thread_that_cites_a_hidden_page_is_stored_too(rows: World, reader: Reader) -> None:
    thread, link = rows.questions[0].get_absolute_url(), rows.page.get_absolute_url().encode()
    assert link in reader.stored(thread)[1]
    ReferencePage.objects.filter(pk=rows.page.pk).update(published_at=None)
    status, body = reader.stored(thread)
    assert (status, link in body, rows.page.title.encode() in body) == (200, False, True)
    assert PageTag.objects.filter(page__address=thread, kind="hidden page").count() == 1
    with CaptureQueriesContext(connection) as captured:
        assert reader.stored(thread) == (status, body)
    assert len(captured) == 1
    other = ReferencePage.objects.public().exclude(pk=rows.page.pk).first()
    Cause.objects.filter(pk=rows.page.causes.first().pk).update(page=other)
    assert reader.wrong() == []
    ReferencePage.objects.filter(pk=rows.page.pk).update(published_at=timezone.now())
    assert link in reader.stored(thread)[1]
    assert reader.wrong() == []


def test_a_correction_shows_when_it_is_approved_and_not_before(rows: World, reader: Reader) -> None:
    question = rows.questions[0]
    reply, page = question.replies.get(), question.get_absolute_url()
    before = reader.stored(page)
    correction = Correction.objects.create(
        reply=reply, specialty=reply.specialty, text="Corrected words.", safety_net="Fainting: call"
    )
    assert (reader.stored(page), reader.wrong()) == (before, [])
    settle(reply, correction)
    reply.save()
    assert b"Corrected words." in reader.stored(page)[1]
    assert reader.wrong() == []


def test_pages_are_fresh_until_the_next_page_becomes_public_by_itself(rows: World, reader: Reader) -> None:
    moment = timezone.now() + timedelta(minutes=5)
    ReferencePage.objects.filter(pk=rows.page.pk).update(published_at=moment)
    reader.read_all()
    assert set(StoredPage.objects.values_list("fresh_until", flat=True).distinct()) >= {moment}
    assert StoredPage.objects.get(address="/conditions/").fresh_until == moment
    # As if the moment had come: the page is asked for anew.
    StoredPage.objects.update(fresh_until=timezone.now())
    ReferencePage.objects.filter(pk=rows.page.pk).update(published_at=timezone.now())
    assert reader.wrong() == []


def test_one_person_fewer_hides_age_and_sex_in_a_rare_specialty(rows: World, reader: Reader) -> None:
    kept, *others = Question.objects.filter(specialty__is_rare=True).order_by("pk")
    page = kept.get_absolute_url()
    reader.pages = [*reader.pages, page]
    assert b"20 to 29 year old female" in reader.stored(page)[1]
    withdraw_publication(question=others[-1])
    assert b"20 to 29 year old female" not in reader.stored(page)[1]
    public_question(specialty=kept.specialty, age_range="20-29", sex="female", doctor=rows.doctor)
    assert b"20 to 29 year old female" in reader.stored(page)[1]
    assert reader.wrong() == []


def test_every_kind_of_row_that_a_page_loads_is_in_the_list_of_changes(rows: World) -> None:
    loaded: set[type] = set()

    def notice(sender: type, **_: object) -> None:
        loaded.add(sender)

    post_init.connect(notice)
    try:
        Reader(addresses(rows)).read_all()
    finally:
        post_init.disconnect(notice)
    machinery = {StoredPage, PageTag, Change}
    unknown = {model.__name__ for model in loaded - machinery - ROWS.keys() - UNTAGGED.keys()}
    assert unknown <= {"IndexEntry", "ContentType"}
