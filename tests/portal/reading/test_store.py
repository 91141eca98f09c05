"""When a stored page answers, when it does not, and that nothing is stored that is wrong a moment later."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from consult.models import PublicQuestion, Question
from portal.models import Change, StoredPage
from portal.reading import store
from portal.reading.middleware import QUERIES, StoredPages
from tests.factories import public_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    return public_question()


def of_page(response: Any) -> dict[str, str]:
    """The headers of the page: each answer has an id of its own."""
    return {name: value for name, value in response.items() if name != "X-Request-ID"}


def test_the_second_reader_costs_one_query_and_gets_the_same(stranger: Client, question: Question) -> None:
    first = stranger.get(question.get_absolute_url())
    with CaptureQueriesContext(connection) as captured:
        second = Client().get(question.get_absolute_url())
    assert len(captured) == 1
    assert (first.content, of_page(first)) == (second.content, of_page(second))


def test_it_is_compressed_for_who_takes_that(stranger: Client, question: Question) -> None:
    plain = stranger.get(question.get_absolute_url())
    packed = stranger.get(question.get_absolute_url(), headers={"accept-encoding": "gzip, br"})
    assert (plain.headers.get("Content-Encoding"), packed["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Length"] == str(len(packed.content))


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.001", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("*, gzip;q=0", False),
        ("identity", False),
        ("", False),
        ("x-gzip-like", False),
    ],
)
def test_it_is_compressed_for_nobody_else(
    stranger: Client, question: Question, accepted: str, is_packed: bool
) -> None:
    for _time in ("made", "stored"):
        response = stranger.get(question.get_absolute_url(), headers={"accept-encoding": accepted})
        assert response.has_header("Content-Encoding") is is_packed


def test_it_is_compressed_once(stranger: Client, question: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger.get(question.get_absolute_url())
    monkeypatch.delattr(gzip, "compress")
    response = stranger.get(question.get_absolute_url(), headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"


def test_head_has_the_headers_of_get_and_no_body(stranger: Client, question: Question) -> None:
    made, stored = stranger.head(question.get_absolute_url()), stranger.head(question.get_absolute_url())
    got = stranger.get(question.get_absolute_url())
    assert (made.content, stored.content) == (b"", b"")
    assert of_page(made) == of_page(stored) == of_page(got)
    assert stored["Content-Length"] == str(len(got.content))
    assert StoredPage.objects.count() == 1


@pytest.mark.parametrize("known", ["{}", '"other", {}', '{} , W/"x"', "*"])
@pytest.mark.parametrize("strong", [False, True])
@pytest.mark.parametrize("method", ["get", "head"])
def test_every_way_to_name_a_known_page(
    stranger: Client, question: Question, known: str, strong: bool, method: str
) -> None:
    etag = stranger.get(question.get_absolute_url())["ETag"].removeprefix("W/" if strong else "")
    response = getattr(stranger, method)(
        question.get_absolute_url(), headers={"if-none-match": known.format(etag)}
    )
    assert (response.status_code, response["ETag"].removeprefix("W/")) == (304, etag.removeprefix("W/"))
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_other_headers_are_another_page(question: Question) -> None:
    plain = store.made([("Content-Security-Policy", "a")], b"words")
    assert store.made([("Content-Security-Policy", "b")], b"words").etag != plain.etag


def test_who_has_the_page_gets_304_after_one_query_until_it_changes(
    stranger: Client, question: Question
) -> None:
    known = {"if-none-match": stranger.get(question.get_absolute_url())["ETag"]}
    with CaptureQueriesContext(connection) as captured:
        again = stranger.get(question.get_absolute_url(), headers=known)
    assert (again.status_code, again.content, len(captured)) == (304, b"", 1)
    Question.objects.update(body="Otherwise.")
    assert stranger.get(question.get_absolute_url(), headers=known).status_code == 200


def test_caches_ask_again_and_the_policies_are_those_of_the_view(
    stranger: Client, editor_client: Client, question: Question
) -> None:
    stranger.get(question.get_absolute_url())
    stored, made = (client.get(question.get_absolute_url()) for client in (stranger, editor_client))
    assert (stored["Cache-Control"], stored["Vary"]) == ("no-cache", "Accept-Encoding")
    of_this_answer = {"Cache-Control", "Content-Length", "ETag", "Vary", "X-Request-ID"}
    assert stored.headers.keys() - of_this_answer == made.headers.keys() - of_this_answer
    for name in stored.headers.keys() - of_this_answer:
        assert sorted(stored[name].split("; ")) == sorted(made[name].split("; "))


@override_settings(SHARED_CACHE_SECONDS=60)
def test_a_shared_cache_keeps_a_page_for_the_time_of_the_setting_and_no_other(
    stranger: Client, editor_client: Client, question: Question
) -> None:
    address = question.get_absolute_url()
    made, stored = stranger.get(address), stranger.get(address)
    told = {answer["Cache-Control"] for answer in (made, stored)}
    known = stranger.get(address, headers={"If-None-Match": stored["ETag"]})
    assert told | {known["Cache-Control"]} == {"public, max-age=0, s-maxage=60"}
    assert editor_client.get(address)["Cache-Control"] == "private, no-cache"
    assert stranger.get("/search/?q=cheek")["Cache-Control"] == "private"
    PublicQuestion.objects.all().delete()
    gone = stranger.get(address)
    assert (gone.status_code, gone.has_header("Cache-Control")) == (404, False)


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=3600)
def test_with_https_only_nothing_is_answered_without_it(question: Question) -> None:
    page = question.get_absolute_url()
    secure, plain = Client(), Client()
    made, stored = secure.get(page, secure=True), secure.get(page, secure=True)
    assert made["Strict-Transport-Security"] == stored["Strict-Transport-Security"] == "max-age=3600"
    assert (plain.get(page).status_code, StoredPage.objects.count()) == (301, 1)


def test_what_was_made_for_one_reader_is_not_stored(rf: RequestFactory, question: Question) -> None:
    def view(change: Callable[[HttpResponse], None]) -> Callable[[HttpRequest], HttpResponse]:
        def answer(request: HttpRequest) -> HttpResponse:
            request.resolver_match, response = resolve(request.path), HttpResponse("Words.")
            change(response)
            return response

        return answer

    own: list[Callable[[HttpResponse], None]] = [
        lambda response: response.set_cookie("csrftoken", "x"),
        lambda response: response.__setitem__("Cache-Control", "private"),
        lambda response: response.__setitem__("Content-Security-Policy", "script-src 'nonce-x'"),
        lambda response: setattr(response, "status_code", 404),
    ]
    for change in own:
        StoredPages(view(change))(rf.get(question.get_absolute_url()))
    assert StoredPage.objects.count() == 0
    StoredPages(view(lambda response: None))(rf.get(question.get_absolute_url()))
    assert StoredPage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_its_table_pages_are_made(
    stranger: Client, question: Question, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        store, "READ", "SELECT no_such_column FROM portal_storedpage WHERE %s = %s AND %s = %s"
    )
    with caplog.at_level("WARNING"):
        response = stranger.get(question.get_absolute_url())
    assert (response.status_code, [record.name for record in caplog.records]) == (
        200,
        ["portal.reading.middleware"],
    )


def test_who_has_a_session_or_a_message_is_answered_by_the_view(
    stranger: Client, editor_client: Client, question: Question
) -> None:
    stranger.get(question.get_absolute_url())
    StoredPage.objects.update(body=gzip.compress(b"stored"))
    assert stranger.get(question.get_absolute_url()).content == b"stored"
    assert b"<h1" in editor_client.get(question.get_absolute_url()).content
    stranger.cookies["messages"] = "x"
    assert b"<h1" in stranger.get(question.get_absolute_url()).content


@pytest.mark.parametrize("query", ["x=1", "after=1&before=2", "letter=ab", "letter=%00", "page=2"])
def test_an_address_with_any_other_query_is_not_stored(
    stranger: Client, question: Question, query: str
) -> None:
    stranger.get(f"/conditions/?{query}")
    assert (StoredPage.objects.count(), QUERIES.match(query)) == (0, None)


@pytest.mark.parametrize(
    "path", ["/questions/999999/", "/questions/999999/none/", "/ask/", "/search/", "/emergency/"]
)
def test_what_is_no_public_page_is_not_stored(stranger: Client, path: str) -> None:
    stranger.get(path)
    assert StoredPage.objects.count() == 0


def test_a_host_that_is_not_ours_is_refused(stranger: Client, question: Question) -> None:
    stranger.get(question.get_absolute_url())
    assert stranger.get(question.get_absolute_url(), headers={"host": "elsewhere.example"}).status_code == 400


def test_reading_sets_no_cookie(stranger: Client, question: Question) -> None:
    for page in ("/", "/questions/", question.get_absolute_url()):
        assert dict(stranger.get(page).cookies) == {}


def test_a_page_of_an_earlier_version_is_not_shown(stranger: Client, question: Question) -> None:
    stranger.get(question.get_absolute_url())
    StoredPage.objects.update(build="before", body=gzip.compress(b"old"))
    assert b"<h1" in stranger.get(question.get_absolute_url()).content


def test_the_rule_is_asked_though_no_change_was_noted(stranger: Client, question: Question) -> None:
    stranger.get(question.get_absolute_url())
    stranger.get("/questions/")
    question.consents.update(withdrawn_at=question.asked_at)
    Change.objects.all().delete()
    assert stranger.get(question.get_absolute_url()).status_code == 404
    assert question.title not in stranger.get("/questions/").content.decode()


def test_nothing_is_kept_when_something_changed_while_it_was_made(question: Question) -> None:
    seen = store.last_change()
    assert seen is not None
    page = store.made([], b"old words")
    Question.objects.update(body="New words.")
    assert store.store("/questions/", page, {("question", question.pk)}, seen) is False
    assert StoredPage.objects.count() == 0


def test_what_is_out_of_date_is_cleaned_away(stranger: Client, question: Question) -> None:
    stranger.get("/questions/")
    past = question.asked_at.replace(year=2000)
    Change.objects.update(at=past)
    StoredPage.objects.update(fresh_until=past)
    store.clean()
    assert (Change.objects.count(), StoredPage.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_no_page_is_stored_while_somebody_is_in_the_middle_of_a_change() -> None:
    question = public_question()
    writer = connection.copy()
    try:
        writer.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with writer.cursor() as cursor:
            cursor.execute("UPDATE consult_question SET body = 'Not committed.' WHERE id = %s", [question.pk])
        Client().get(question.get_absolute_url())
        assert StoredPage.objects.count() == 0
        writer.commit()
        Client().get(question.get_absolute_url())
        assert StoredPage.objects.count() == 1
        assert "Not committed." in Client().get(question.get_absolute_url()).content.decode()
    finally:
        writer.close()
