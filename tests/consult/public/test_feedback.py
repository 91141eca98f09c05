"""Did this help, and report this page."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from consult.models import AuditEntry, HelpfulVote, OutboxMessage, PageReport, Question, Reply
from consult.public.voters import COOKIE, voter_hash
from tests.factories import NOON, QuestionFactory, ReplyFactory, public_question

pytestmark = pytest.mark.django_db


# What a browser says of a form that it sends from a page of this site.
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def stranger() -> Client:
    return Client(headers=OURS)


@pytest.fixture
def patient() -> Client:
    return Client(headers=OURS)


@pytest.fixture
def question() -> Question:
    return public_question()


@pytest.fixture
def reply(question: Question) -> Reply:
    return question.replies.get()


def address(reply: Reply) -> str:
    return f"/questions/{reply.question_id}/replies/{reply.pk}/vote/"


def votes() -> list[tuple[bool, str]]:
    return list(HelpfulVote.objects.order_by("pk").values_list("helped", "missing"))


def test_a_vote_is_stored_and_the_reader_is_asked_what_was_missing(stranger: Client, reply: Reply) -> None:
    response = stranger.post(address(reply), {"helped": "no"}, follow=True)
    assert response.redirect_chain == [(address(reply), 302)]
    assert "Your answer is kept" in response.content.decode()
    assert votes() == [(False, "")]


def test_what_was_missing_is_kept_and_leads_back_to_the_thread(stranger: Client, reply: Reply) -> None:
    stranger.post(address(reply), {"helped": "no"})
    response = stranger.post(address(reply), {"helped": "no", "missing": "Which test?"})
    assert response["Location"] == reply.question.get_absolute_url()
    assert votes() == [(False, "Which test?")]


def test_one_person_has_one_vote_and_may_change_it(stranger: Client, reply: Reply) -> None:
    stranger.post(address(reply), {"helped": "no", "missing": "Which test?"})
    stranger.post(address(reply), {"helped": "yes"})
    assert votes() == [(True, "Which test?")]


def test_two_people_have_two_votes(stranger: Client, patient: Client, reply: Reply) -> None:
    stranger.post(address(reply), {"helped": "no"})
    patient.post(address(reply), {"helped": "yes"})
    assert votes() == [(False, ""), (True, "")]


def test_the_database_refuses_a_second_row_of_one_person(reply: Reply) -> None:
    HelpfulVote.objects.create(reply=reply, voter_hash="a", helped=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpfulVote.objects.create(reply=reply, voter_hash="a", helped=False)


def test_the_cookie_is_random_and_only_its_hash_is_stored(stranger: Client, reply: Reply) -> None:
    stranger.post(address(reply), {"helped": "yes"})
    token = stranger.cookies[COOKIE].value
    assert (len(token), stranger.cookies[COOKIE]["httponly"]) == (32, True)
    assert HelpfulVote.objects.get().voter_hash == voter_hash(token)
    assert token not in voter_hash(token)


def test_reading_sets_no_cookie_for_voting(stranger: Client, question: Question) -> None:
    stranger.get(question.get_absolute_url())
    assert COOKIE not in stranger.cookies


def test_a_made_up_cookie_is_replaced(stranger: Client, reply: Reply) -> None:
    stranger.cookies[COOKIE] = "x; drop"
    stranger.post(address(reply), {"helped": "yes"})
    assert stranger.cookies[COOKIE].value != "x; drop"


@pytest.mark.parametrize("data", [{}, {"helped": ""}, {"helped": "perhaps"}])
def test_a_vote_without_yes_or_no_is_asked_again(
    stranger: Client, reply: Reply, data: dict[str, str]
) -> None:
    response = stranger.post(address(reply), data)
    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()
    assert votes() == []


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}]
)
def test_a_vote_from_another_site_is_refused(reply: Reply, headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True, headers=headers)
    assert (client.post(address(reply), {"helped": "yes"}).status_code, votes()) == (403, [])


@pytest.mark.parametrize("headers", [{"origin": "null"}, {"sec-fetch-site": "none"}, {}])
def test_a_vote_that_no_browser_vouches_for_is_asked_for_on_a_page_of_its_own(
    reply: Reply, headers: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True, headers=headers)
    answer = client.post(address(reply), {"helped": "yes"})
    assert (answer.status_code, answer["Location"], votes()) == (302, address(reply), [])
    forged = client.post(address(reply), {"helped": "yes", "csrfmiddlewaretoken": "x" * 64})
    assert (forged.status_code, votes()) == (403, [])


def test_the_form_on_that_page_carries_a_token(reply: Reply) -> None:
    client = Client(enforce_csrf_checks=True)
    token = str(client.get(address(reply)).context["csrf_token"])
    client.post(address(reply), {"helped": "yes", "csrfmiddlewaretoken": token})
    assert votes() == [(True, "")]


def test_a_browser_that_names_this_site_as_origin_is_believed(reply: Reply) -> None:
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    client.post(address(reply), {"helped": "no"})
    assert votes() == [(False, "")]


def test_a_private_reply_has_no_vote(stranger: Client, question: Question) -> None:
    private = ReplyFactory(question=question)
    other = ReplyFactory(question=QuestionFactory(), approved_at=NOON)
    elsewhere = f"/questions/{question.pk}/replies/{public_question().replies.get().pk}/vote/"
    for page in (address(private), address(other), elsewhere):
        assert stranger.post(page, {"helped": "yes"}).status_code == 404
    assert votes() == []


def test_what_was_missing_is_never_public(stranger: Client, patient: Client, reply: Reply) -> None:
    patient.post(address(reply), {"helped": "no", "missing": "Quixotroplex"})
    for page in (reply.question.get_absolute_url(), address(reply)):
        assert "Quixotroplex" not in stranger.get(page).content.decode()


@pytest.mark.parametrize("reason", ["dangerous", "personal_data"])
def test_a_report_that_cannot_wait_is_queued_and_alerts(
    stranger: Client, question: Question, reason: str
) -> None:
    page = question.get_absolute_url()
    response = stranger.post("/report/", {"page": page, "reason": reason, "details": "Line 2"})
    assert response.status_code == 200
    report = PageReport.objects.get()
    assert (report.path, report.question, report.reason, report.details) == (
        page,
        question,
        reason,
        "Line 2",
    )
    assert AuditEntry.objects.get().action == "reported"
    assert OutboxMessage.objects.get().kind == OutboxMessage.Kind.STAFF_ALERT


def test_a_report_of_another_page_has_no_question_and_waits(stranger: Client) -> None:
    stranger.post("/report/", {"page": "/about/", "reason": "other"})
    assert PageReport.objects.get().question is None
    assert not OutboxMessage.objects.exists()


def test_a_private_question_cannot_be_probed_by_a_report(stranger: Client) -> None:
    private = QuestionFactory()
    response = stranger.post("/report/", {"page": private.get_absolute_url(), "reason": "other"})
    assert response.status_code == 200
    assert PageReport.objects.get().question is None


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_only_pages_of_this_site_are_reported(stranger: Client, page: str) -> None:
    response = stranger.post("/report/", {"page": page, "reason": "other"})
    assert response.status_code == 400
    assert not PageReport.objects.exists()


def test_a_report_without_a_reason_links_the_error_to_the_choices(stranger: Client) -> None:
    response = stranger.post("/report/", {"page": "/about/", "details": "Kept"})
    text = response.content.decode()
    assert response.status_code == 400
    assert '<a href="#id_reason_0">Choose what is wrong with the page.</a>' in text
    assert 'id="id_reason_0"' in text
    assert "Kept" in text
    assert "<title>Error: Report a page" in text


def test_a_flood_of_votes_is_stopped(stranger: Client, reply: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.common.rate_limit.time.time", lambda: 1_800_000_000.0)
    monkeypatch.setattr("consult.public.views.feedback.VOTES_AN_HOUR", 2)
    answers = [Client(headers=OURS).post(address(reply), {"helped": "yes"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert votes() == [(True, ""), (True, "")]


def test_a_flood_of_reports_is_stopped(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.common.rate_limit.time.time", lambda: 1_800_000_000.0)
    monkeypatch.setattr("consult.public.views.feedback.REPORTS_AN_HOUR", 2)
    answers = [stranger.post("/report/", {"page": "/about/", "reason": "spam"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert PageReport.objects.count() == 2


@pytest.mark.parametrize("path", ["/nowhere/at/all/", "/questions/999/gone/"])
def test_a_report_of_a_page_that_is_gone_is_kept_all_the_same(stranger: Client, path: str) -> None:
    stranger.post("/report/", {"page": path, "reason": "other"})
    report = PageReport.objects.get()
    assert (report.path, report.question) == (path, None)
