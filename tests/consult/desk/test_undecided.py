"""The approval of a public thread names what waits for an editor: new replies, and answers to messages."""

import re
from datetime import timedelta
from typing import Any

import pytest

from consult.models import FollowUp
from tests.consult.desk.test_approval import screen
from tests.factories import NOON, ReplyFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

AGAIN, FOLLOW_UPS = "Save and approve again", "Approve the follow-ups ticked above"
BOTH = "Approve the new reply, and the follow-ups ticked above"
NAME, BADGE = "Follow-up of 7 August 2018", "not decided yet"


@pytest.fixture
def question(doctor: Any, neurology: Any) -> Any:
    return public_question(doctor=doctor, specialty=neurology)


def answered(question: Any, doctor: Any, **fields: Any) -> Any:
    return FollowUp.objects.create(
        question=question,
        text="And now?",
        asked_at=NOON.replace(year=2018) + timedelta(days=1),
        doctor=doctor,
        answer="Rest.",
        answered_at=NOON,
        **fields,
    )


def shown(client: Any, question: Any) -> tuple[list[str], str, int]:
    """What is said to wait, the button that decides it, and how many messages are marked."""
    page = client.get(screen(question)).content.decode()
    found = re.search("Waits for your decision: (.*)</li>", page)
    [button] = re.findall('value="approve">([^<]*)<', page)
    return (re.findall("<bdi>([^<]*)</bdi>", found[1]) if found else []), button, page.count(BADGE)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ([NAME], FOLLOW_UPS, 1)),
        ({"decided_at": NOON}, ([], AGAIN, 0)),
        ({"decided_at": NOON, "approved_at": NOON}, ([], AGAIN, 0)),
        ({"approved_at": NOON}, ([], AGAIN, 0)),
        (
            {"approved_at": NOON, "new_answer": "Walk.", "new_answer_at": NOON},
            ([NAME], FOLLOW_UPS, 1),
        ),
    ],
)
def test_an_answer_is_named_until_an_editor_has_decided_of_it(
    editor_client: Any, question: Any, doctor: Any, fields: Any, expected: Any
) -> None:
    message = answered(question, doctor, **fields)
    assert shown(editor_client, question) == expected
    assert message.is_undecided == FollowUp.objects.undecided().exists() == bool(expected[0])


def test_beside_a_new_reply_both_are_named(editor_client: Any, question: Any, doctor: Any) -> None:
    answered(question, doctor)
    reply = ReplyFactory(question=question)
    named = [f"Reply of {reply.doctor.name}", NAME]
    assert shown(editor_client, question) == (named, BOTH, 1)
    page = editor_client.get(screen(question)).content.decode()
    assert f"<strong>Answer of {doctor.name}:</strong> Rest." in page


def test_a_message_that_waits_for_its_answer_is_not_decided_of(question: Any) -> None:
    message = FollowUp.objects.create(question=question, text="And now?")
    assert (message.is_undecided, FollowUp.objects.undecided().exists()) == (False, False)
