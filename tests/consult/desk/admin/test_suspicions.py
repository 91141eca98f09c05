"""The queue of suspicious posts: what moderators see of each, and what they do with one or many."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consult.desk.admin import suspicions
from consult.models import AuditEntry, ConsentWording, HelpfulVote, PageReport, Question, Status, Suspicion
from consult.models.consent import ConsentKind
from consult.question.actions.ask import ask_question
from consult.question.actions.set_aside import set_aside
from tests.factories import ReplyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LIST = "/admin/consult/suspicion/"


def ask(number: int, sign: str = "links") -> Question:
    """A question that is set aside."""
    question, _token = ask_question(
        fields={"title": f"Advert {number}", "body": "Cheap pills", "display_name": "Maple"},
        consents=[ConsentWording.objects.current()[ConsentKind.ANSWER]],
        signs=[sign, "fast"],
    )
    return question


@pytest.fixture
def one_of_each() -> None:
    """A post of each kind."""
    reply = ReplyFactory()
    ask(1)
    for post in (
        reply.question.followups.create(text="Visit my shop"),
        PageReport.objects.create(path="/about/", reason="spam", details="Cheap cheap"),
        HelpfulVote.objects.create(reply=reply, voter_hash="x", helped=True, missing="Buy here"),
    ):
        set_aside(post=post, signs=["trap"])


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.usefixtures("one_of_each")
def test_the_queue_shows_each_with_its_reasons_in_words(editor_client: Client) -> None:
    page = words(editor_client.get(LIST))
    for told in ("Advert 1", "Visit my shop", "Cheap cheap", "Buy here"):
        assert told in page
    assert "It has three links or more" in page
    assert "A field that people do not see was filled in" in page
    assert "Advert 1" not in words(editor_client.get(f"{LIST}?sign=trap"))
    assert "Visit my shop" not in words(editor_client.get(f"{LIST}?kind=question"))
    assert "Advert 1" not in words(editor_client.get(f"{LIST}?outcome=rejected"))
    assert "Set aside as suspicious" in words(editor_client.get("/admin/"))


@pytest.mark.usefixtures("one_of_each")
def test_one_is_read_whole_and_its_opening_is_audited(editor_client: Client) -> None:
    for row in Suspicion.objects.all():
        page = words(editor_client.get(f"{LIST}{row.pk}/change/"))
        assert row.why[0] in page
    numbers = AuditEntry.objects.filter(action="opened").values_list("question_number", flat=True)
    assert len(set(numbers)) == 2  # the report is of a page that is no case


def test_one_is_rejected_with_a_reason_and_released_again(editor_client: Client) -> None:
    question = ask(1)
    address = f"{LIST}{Suspicion.objects.get().pk}/change/"
    answer = editor_client.post(address, {"decision": "reject", "reason": ""})
    assert "Say why: who sent it reads it." in words(answer)
    assert Suspicion.objects.open().count() == 1
    assert editor_client.post(address, {"decision": "reject", "reason": "Advert."}).status_code == 302
    assert Question.objects.get().status == Status.REJECTED
    assert "Advert." in words(editor_client.get(address))
    again = editor_client.post(address, {"decision": "reject", "reason": "Advert."}, follow=True)
    assert "somebody has decided meanwhile" in words(again)
    editor_client.post(address, {"decision": "release"})
    question.refresh_from_db()
    assert question.status == Status.WAITING
    acts = AuditEntry.objects.filter(actor__username="editor").exclude(action="opened").order_by("pk")
    assert list(acts.values_list("action", flat=True)) == ["rejected", "released"]


def test_who_waits_longest_stands_first(editor_client: Client) -> None:
    rows = [ask(number).suspicions.get() for number in range(2)]
    assert list(editor_client.get(LIST).context["cl"].result_list) == rows


def test_no_reason_is_asked_for_that_nobody_reads(editor_client: Client) -> None:
    for path in ("/about/", "/"):
        set_aside(post=PageReport.objects.create(path=path, reason="spam"), signs=["trap"])
    address = f"{LIST}{Suspicion.objects.all()[0].pk}/change/"
    assert "Reason, when rejected" not in words(editor_client.get(address))
    assert editor_client.post(address, {"decision": "reject"}).status_code == 302
    assert "Done with 1 post." in act(editor_client, "reject_several")
    assert Suspicion.objects.filter(outcome="rejected", reason="").count() == 2


def act(client: Client, action: str, **sent: Any) -> str:
    """Press a button above the list with all rows chosen."""
    chosen = [str(row.pk) for row in Suspicion.objects.open()]
    return words(client.post(LIST, {"action": action, "_selected_action": chosen, **sent}, follow=True))


def test_several_are_rejected_each_with_its_own_record(editor_client: Client) -> None:
    for number in range(3):
        ask(number)
    assert "Say why" in act(editor_client, "reject_several")
    assert Suspicion.objects.open().count() == 3
    assert "Done with 3 posts." in act(editor_client, "reject_several", reason="Advertising.")
    assert [question.status for question in Question.objects.all()] == [Status.REJECTED] * 3
    assert [question.history.count() for question in Question.objects.all()] == [3] * 3
    assert AuditEntry.objects.filter(action="rejected").count() == 3


def test_several_are_released_and_what_is_gone_is_said(
    editor_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        ask(number)
    monkeypatch.setattr(suspicions, "MOST", 2)
    assert "2 are done at once" in act(editor_client, "release_several")
    row = Suspicion.objects.open().get()
    rows = f"{LIST}?outcome=released"
    chosen = list(Suspicion.objects.filter(outcome="released").values_list("pk", flat=True))
    page = words(
        editor_client.post(rows, {"action": "release_several", "_selected_action": chosen}, follow=True)
    )
    assert "Not done with 2: somebody has decided meanwhile." in page
    assert row.question is not None


def test_who_may_only_look_decides_nothing(doctor_client: Client) -> None:
    ask(1)
    row = Suspicion.objects.get()
    assert doctor_client.get(LIST).status_code == 403
    assert doctor_client.post(f"{LIST}{row.pk}/change/", {"decision": "release"}).status_code == 403
    assert Suspicion.objects.open().count() == 1


def test_the_list_has_the_same_number_of_queries_for_many(editor_client: Client) -> None:
    ask(1)
    editor_client.get(LIST)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            editor_client.get(LIST)
        counts.append(len(captured))
        for more in range(5):
            ask(10 * number + more)
    assert counts[0] == counts[1]
