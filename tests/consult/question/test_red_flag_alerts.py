"""Danger alerts staff at once, self-harm holds the question too, and no word of the patient leaves it."""

from typing import Any

import pytest
from django.core import mail

from consult.case.actions.followup import add_followup, give_information
from consult.case.actions.revise import revise_question
from consult.models import AuditEntry, OutboxMessage, Question
from consult.models.question import Origin
from consult.models.safety import RedFlagKind
from consult.notifications.deliver import drain
from consult.question.actions.ask import ask_question
from consult.question.actions.hold import lift_hold
from consult.question.actions.red_flags import look_at_red_flags, record_red_flags
from tests.factories import QuestionFactory, ReplyFactory, RuleFactory, public_question

pytestmark = pytest.mark.django_db

WORDS = "I want to kill myself with xylophones"
CHEST = "I have crushing chest pain. Xylophones"


def marked(**fields: Any) -> Question:
    """A question after the safety check has read it."""
    return record_red_flags(question=QuestionFactory.create(**fields))


def alerts() -> int:
    return OutboxMessage.objects.filter(kind="staff_alert").count()


def test_self_harm_holds_and_alerts_staff_once() -> None:
    question, _token = ask_question(
        fields={"title": "Please", "body": WORDS, "display_name": "Maple"}, consents=[]
    )
    assert question.held_at is not None
    assert list(OutboxMessage.objects.values_list("kind", "question")) == [("staff_alert", question.pk)]
    audit = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert audit == ["asked", "marked by the safety check", "held"]


@pytest.mark.parametrize("kind", [RedFlagKind.EMERGENCY, RedFlagKind.SAFEGUARDING])
def test_danger_alerts_staff_and_holds_nothing(kind: RedFlagKind) -> None:
    RuleFactory(name="Odd word", phrases="zyxwvutide", kind=kind)
    question = marked(body="A zyxwvutide")
    assert (question.held_at, alerts()) == (None, 1)


def test_what_can_wait_until_today_alerts_nobody() -> None:
    RuleFactory(name="Odd word", phrases="zyxwvutide", kind=RedFlagKind.URGENT)
    question = marked(body="A zyxwvutide")
    assert (question.red_flags.count(), question.held_at, alerts()) == (1, None, 0)


def test_the_mail_holds_the_number_and_the_link_and_no_health_detail(editor: Any) -> None:
    question = marked(body=f"{CHEST}. {WORDS}", title="Chest pain")
    drain()
    text = str(mail.outbox[0].message())
    assert f"/admin/consult/question/{question.pk}/change/" in text
    told = [
        word for word in ("chest", "pain", "heart", "suicid", "kill", "xylophones") if word in text.lower()
    ]
    assert told == []
    rows = [*OutboxMessage.objects.values(), *AuditEntry.objects.values()]
    assert "xylophones" not in f"{rows} {question.held_reason}"


def test_a_public_question_is_taken_down() -> None:
    record_red_flags(question=public_question(body=WORDS))
    assert list(Question.objects.public()) == []


@pytest.mark.parametrize("where", ["a follow-up", "information", "a change"])
def test_words_that_come_later_hold_and_alert_too(where: str) -> None:
    if where == "a follow-up":
        question = ReplyFactory().question
        add_followup(question=question, text=WORDS)
    elif where == "information":
        question = QuestionFactory(status="needs_info", staff_message="Since when?")
        give_information(question=question, text=WORDS)
    else:
        question = QuestionFactory()
        revise_question(question=question, fields={"wants": WORDS}, version=1)
    question.refresh_from_db()
    assert question.held_at is not None
    assert alerts() == 1


def test_each_later_message_alerts_again() -> None:
    question = ReplyFactory().question
    for text in (WORDS, f"Again, {WORDS}", CHEST):
        add_followup(question=question, text=text)
    assert alerts() == 3


def test_an_edit_alerts_to_a_new_kind_only() -> None:
    question = marked(body=CHEST)
    question = revise_question(question=question, fields={"began": "At noon."}, version=1)
    question = revise_question(question=question, fields={"tried": "More chest pain."}, version=2)
    assert alerts() == 1
    question = revise_question(question=question, fields={"wants": WORDS}, version=3)
    assert (alerts(), bool(question.held_at)) == (2, True)


def test_new_words_after_somebody_has_looked_alert_again(doctor: Any) -> None:
    question = marked(body=CHEST)
    look_at_red_flags(question=question, findings=question.red_flags.all(), actor=doctor.user)
    question = revise_question(question=question, fields={"began": "At noon."}, version=1)
    assert alerts() == 1
    revise_question(question=question, fields={"tried": "Now I cannot breathe."}, version=2)
    assert alerts() == 2


def test_after_a_lifted_hold_it_holds_again_until_somebody_has_looked(editor: Any) -> None:
    question = lift_hold(question=marked(body=WORDS), actor=editor)
    question = record_red_flags(question=question)
    assert (bool(question.held_at), alerts()) == (True, 2)
    look_at_red_flags(question=question, findings=question.red_flags.all(), actor=editor)
    question = record_red_flags(question=lift_hold(question=question, actor=editor))
    assert (bool(question.held_at), alerts()) == (False, 2)


def test_reading_the_same_words_again_does_nothing() -> None:
    question = marked(body=f"{CHEST}. {WORDS}")
    before = (question.version, alerts(), AuditEntry.objects.count())
    question = record_red_flags(question=question)
    assert (question.version, alerts(), AuditEntry.objects.count()) == before


def test_the_demo_alerts_nobody() -> None:
    question = marked(body=CHEST, origin=Origin.DEMO)
    assert (question.red_flags.count(), alerts()) == (1, 0)
