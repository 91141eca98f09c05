"""A button that had nothing to do says so, and stores nothing."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from consult.models import AuditEntry, Correction, FollowUp, Reply
from consult.question.actions.publication import unpublish_question
from tests.consult.desk.test_approval import screen
from tests.consult.desk.test_approval import typed as typed_by_editor
from tests.consult.desk.test_desk import desk, typed
from tests.factories import NOON, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

WORDS = "Please see a neurologist."


@pytest.fixture
def question(doctor: Any, neurology: Any) -> Any:
    question = public_question(doctor=doctor, specialty=neurology, reply_text=WORDS)
    FollowUp.objects.create(
        question=question,
        text="How many?",
        doctor=doctor,
        answer="Two.",
        answered_at=NOON,
        approved_at=NOON,
        decided_at=NOON,
    )
    return question


def told(response: Any) -> list[tuple[str, str]]:
    """What is said above the next page, each with how."""
    assert response.status_code == 302
    return [(each.level_tag, str(each)) for each in get_messages(response.wsgi_request)]


def press(client: Any, question: Any, action: str, **sent: Any) -> Any:
    """Press a button of the desk on which nothing is typed."""
    question.refresh_from_db()
    reply, message = question.replies.get(), question.followups.get()
    name = f"correct-{message.pk}"
    stands = {
        "reply_version": reply.version,
        "text": reply.text,
        "safety_net": reply.safety_net,
        "specialty": reply.specialty_id,
        f"{name}-answer": message.newest_answer,
        f"{name}-seen": message.newest_mark,
    }
    data = typed(question, action=action.replace("PK", str(message.pk)), **{**stands, **sent})
    return client.post(f"{desk(question)}?reply={reply.pk}", data)


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("save", "Nothing is changed: the reply reads so already."),
        ("discard", "Nothing is changed: no correction waits any more."),
        ("correct-PK", "Nothing is changed: the patient reads these words already."),
        ("uncorrect-PK", "Nothing is changed: no correction waits any more."),
        ("giveback", "You did not have it any more."),
    ],
)
def test_it_is_said_that_nothing_changed(doctor_client: Any, question: Any, action: str, said: str) -> None:
    before = Reply.objects.get().version, Reply.history.count(), FollowUp.history.count()
    assert told(press(doctor_client, question, action)) == [("info", said)]
    assert (Reply.objects.get().version, Reply.history.count(), FollowUp.history.count()) == before
    assert (AuditEntry.objects.count(), Correction.objects.count()) == (0, 0)


def test_a_reply_that_is_off_the_site_is_not_said_to_be_taken_off(doctor_client: Any, question: Any) -> None:
    said = [told(press(doctor_client, question, "withdraw"))[-1] for _time in range(2)]
    assert said == [
        ("success", "Taken off the site. The patient still reads the reply on the case page."),
        ("info", "Nothing is changed: it was not on the site."),
    ]


def test_a_correction_that_an_editor_approved_meanwhile_is_not_said_to_be_taken_back(
    doctor_client: Any, editor_client: Any, question: Any
) -> None:
    message = question.followups.get()
    press(doctor_client, question, f"correct-{message.pk}", **{f"correct-{message.pk}-answer": "Three."})
    question.refresh_from_db()
    sent = typed_by_editor(question, action="approve", show_followups=[message.pk])
    editor_client.post(screen(question), sent)
    said = told(press(doctor_client, question, f"uncorrect-{message.pk}"))
    assert said[-1] == ("info", "Nothing is changed: no correction waits any more.")
    assert FollowUp.objects.get().answer == "Three."


def test_a_reply_that_reads_the_same_keeps_its_approval(doctor_client: Any, question: Any) -> None:
    unpublish_question(question=question, actor=None)
    press(doctor_client, question, "save")
    assert Reply.objects.get().approved_at == NOON


def test_an_editor_who_saves_an_unchanged_question_is_told_so(editor_client: Any, question: Any) -> None:
    address = reverse("admin:consult_question_approve", args=[question.pk])
    for title, said in (
        (question.title, ("info", "Nothing of the question is changed.")),
        ("Otherwise", ("success", "Changes saved.")),
    ):
        question.refresh_from_db()
        assert (
            told(editor_client.post(address, typed_by_editor(question, action="save", title=title)))[-1]
            == said
        )
