"""Words of self-harm hold a question from publication and alert staff, without the words themselves."""

import pytest

from consult.case.actions.followup import add_followup, give_information
from consult.case.actions.revise import revise_question
from consult.models import AuditEntry, OutboxMessage, Question, question_fields
from consult.question.actions.ask import ask_question
from consult.question.actions.hold import lift_hold
from consult.question.actions.self_harm import hold_for_safety
from consult.safety.scan import scan
from tests.factories import QuestionFactory, ReplyFactory, public_question

pytestmark = pytest.mark.django_db

WORDS = "I want to kill myself with xylophones"


def test_self_harm_holds_and_alerts_staff() -> None:
    question = hold_for_safety(question=QuestionFactory.create(body=WORDS), findings=scan(WORDS))

    assert question.held_at is not None
    assert list(OutboxMessage.objects.values_list("kind", "question")) == [("staff_alert", question.pk)]
    assert AuditEntry.objects.get().action == "held"


@pytest.mark.parametrize("field", question_fields.WORDS)
def test_no_question_is_stored_unscanned(field: str) -> None:
    fields = {"title": "A cough", "body": "For a week.", "display_name": "Maple", field: WORDS}
    question, _token = ask_question(fields=fields, consents=[])

    assert question.held_at is not None
    assert list(OutboxMessage.objects.values_list("kind", "question")) == [("staff_alert", question.pk)]
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == ["asked", "held"]


def test_no_word_of_the_patient_leaves_the_question() -> None:
    question = hold_for_safety(question=QuestionFactory.create(body=WORDS), findings=scan(WORDS))

    rows = [*OutboxMessage.objects.values(), *AuditEntry.objects.values()]
    assert "xylophones" not in f"{rows} {question.held_reason}"


def test_public_question_is_taken_down() -> None:
    question = public_question()
    hold_for_safety(question=question, findings=scan(WORDS))

    assert list(Question.objects.public()) == []


@pytest.mark.parametrize("where", ["a follow-up", "information", "a change"])
def test_words_that_come_later_hold_too(where: str) -> None:
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
    assert OutboxMessage.objects.filter(kind="staff_alert", question=question).count() == 1


def test_each_later_message_alerts_again() -> None:
    question = QuestionFactory.create()
    for _message in range(2):
        question = hold_for_safety(question=question, findings=scan(WORDS))

    assert OutboxMessage.objects.filter(kind="staff_alert").count() == 2


def test_after_a_lifted_hold_it_holds_and_alerts_again(editor) -> None:
    question = hold_for_safety(question=QuestionFactory.create(), findings=scan(WORDS))
    question = lift_hold(question=question, actor=editor)
    question = hold_for_safety(question=question, findings=scan(WORDS))

    assert question.held_at is not None
    assert OutboxMessage.objects.filter(kind="staff_alert").count() == 2


def test_emergency_alone_holds_nothing() -> None:
    question = hold_for_safety(question=QuestionFactory.create(), findings=scan("chest pain"))

    assert question.held_at is None
    assert OutboxMessage.objects.count() == 0
