"""What the safety check finds is stored with the words, made anew with them, and gives the question its level."""

from itertools import product
from typing import Any

import pytest

from consult.case.actions.followup import add_followup, give_information
from consult.case.actions.revise import revise_question
from consult.models import FollowUp, Question, RedFlagFinding, Status
from consult.models.question_fields import WORDS
from consult.models.safety import DangerLevel, RedFlagKind
from consult.models.status import REPLIED, WITH_MESSAGE
from consult.question.actions.ask import ask_question
from consult.question.actions.erase import erase_question
from consult.question.actions.publication import withdraw_question
from consult.question.actions.red_flags import look_at_red_flags, record_red_flags
from tests.consult.case.erased_words import files_with, tables_with
from tests.factories import NOON, FindingFactory, QuestionFactory, ReplyFactory, RuleFactory

pytestmark = pytest.mark.django_db

CHEST = "Since noon I have crushing chest pain"


def kinds(question: Question) -> list[tuple[str, str]]:
    """Kind and words of each finding."""
    return list(question.red_flags.order_by("pk").values_list("kind", "words"))


@pytest.mark.parametrize("field", WORDS)
def test_no_part_of_a_question_is_stored_unread(field: str) -> None:
    fields = {"title": "A cough", "body": "For a week.", "display_name": "Maple", field: CHEST}
    question, _token = ask_question(fields=fields, consents=[])
    finding = question.red_flags.get()
    assert (finding.kind, finding.level, finding.danger) == ("emergency", DangerLevel.NOW, "heart")
    assert (finding.name, finding.followup, finding.looked_at) == ("Chest pain", None, None)
    assert "chest pain" in finding.words
    assert finding.made_by.startswith(f"rule {finding.rule_id}, ")
    assert question.danger_level == DangerLevel.NOW
    assert Question.objects.get().danger_level == DangerLevel.NOW


def test_a_calm_question_has_no_finding() -> None:
    question, _token = ask_question(
        fields={"title": "A cough", "body": "For a week.", "display_name": "Maple"}, consents=[]
    )
    assert (kinds(question), question.danger_level) == ([], DangerLevel.NONE)


def test_several_places_of_one_danger_are_one_finding_with_all_words() -> None:
    RuleFactory(name="Odd toe", phrases="zyxwvut toe\ntoe ... qqplover")
    question = record_red_flags(
        question=QuestionFactory.create(
            body="Zyxwvut toe. At night zyxwvut  toe is bad. Now my toe is qqplover."
        )
    )
    assert kinds(question) == [("emergency", "Zyxwvut toe … zyxwvut toe … toe is qqplover")]


def test_places_that_overlap_are_told_once() -> None:
    RuleFactory(name="Odd toe", phrases="zyxwvut toe\ntoe ... qqplover")
    question = record_red_flags(question=QuestionFactory.create(body="My zyxwvut toe is qqplover."))
    assert kinds(question) == [("emergency", "zyxwvut toe is qqplover")]


def test_long_words_are_cut() -> None:
    RuleFactory(name="Many", phrases="\n".join(f"zyxw{letter}ab" for letter in "abcdefghijklmnopqrstuvwxyz"))
    text = " ".join(f"zyxw{letter}ab" for letter in "abcdefghijklmnopqrstuvwxyz")
    question = record_red_flags(question=QuestionFactory.create(body=text))
    [(_kind, words)] = kinds(question)
    assert (len(words), words[-1]) == (RedFlagFinding.MOST_WORDS, "…")


def test_the_level_is_that_of_the_worst_finding() -> None:
    RuleFactory(name="Red leg", kind=RedFlagKind.URGENT, phrases="hot red leg")
    question = record_red_flags(question=QuestionFactory.create(body="I have a hot red leg."))
    assert question.danger_level == DangerLevel.TODAY
    question = revise_question(question=question, fields={"wants": CHEST}, version=question.version)
    assert question.danger_level == DangerLevel.NOW


def test_an_edit_makes_the_findings_anew_and_keeps_what_still_stands(doctor: Any) -> None:
    question = record_red_flags(question=QuestionFactory.create(body=CHEST))
    look_at_red_flags(question=question, findings=question.red_flags.all(), actor=doctor.user)
    first = question.red_flags.get()
    question = revise_question(question=question, fields={"began": "At noon."}, version=1)
    assert question.red_flags.get() == first
    assert question.red_flags.get().looked_by == doctor.user
    question = revise_question(question=question, fields={"body": "Just a cough."}, version=2)
    assert (kinds(question), question.danger_level) == ([], DangerLevel.NONE)


def test_what_is_found_in_a_message_stays_with_the_message(doctor: Any) -> None:
    answered = ReplyFactory().question
    followup = add_followup(question=answered, text=CHEST)
    assert followup.red_flags.get().question == answered
    asked = QuestionFactory(status="needs_info", staff_message="Since when?")
    given = give_information(question=asked, text=CHEST)
    question = revise_question(question=asked, fields={"began": "At noon."}, version=2)
    assert [finding.followup for finding in question.red_flags.all()] == [given]
    assert set(Question.objects.values_list("danger_level", flat=True)) == {DangerLevel.NOW}


def test_what_was_looked_at_and_is_withdrawn_counts_no_more(doctor: Any) -> None:
    question = record_red_flags(question=QuestionFactory.create(body=CHEST))
    look_at_red_flags(question=question, findings=question.red_flags.all(), actor=doctor.user)
    assert question.danger_level == DangerLevel.NOW
    assert withdraw_question(question=question).danger_level == DangerLevel.NONE
    assert Question.objects.get().danger_level == DangerLevel.NONE


@pytest.mark.parametrize("status", Status)
def test_rows_and_queries_agree_on_what_presses(status: Status, doctor: Any) -> None:
    question = QuestionFactory.create(
        status=status,
        staff_message="We say why." if status in WITH_MESSAGE else "",
        answered_at=NOON if status in REPLIED else None,
        published_at=NOON if status == Status.PUBLISHED else None,
    )
    answer = {"answer": "Call 999.", "doctor": doctor, "answered_at": NOON}
    messages = [
        None,
        question.followups.create(kind=FollowUp.Kind.INFORMATION, text=CHEST),
        question.followups.create(text=CHEST),
        question.followups.create(text=CHEST, **answer),
    ]
    for message, looked_at in product(messages, (None, NOON)):
        FindingFactory.create(question=question, followup=message, looked_at=looked_at)
    found = list(question.red_flags.order_by("pk"))
    is_answered = status not in (Status.WAITING, Status.NEEDS_INFO, Status.SET_ASIDE)
    # Of each text first the finding that nobody has looked at.
    pressing = [True, not is_answered, True, not is_answered, True, True, True, False]
    assert [row.is_pressing for row in found] == pressing
    assert [row for row in found if row.is_pressing] == list(question.red_flags.pressing().order_by("pk"))


def test_a_doctor_who_is_writing_is_not_disturbed_by_the_level() -> None:
    question = record_red_flags(question=QuestionFactory.create(body=CHEST))
    assert (question.version, question.history.count()) == (1, 1)


def test_the_finding_outlives_its_rule() -> None:
    rule = RuleFactory(name="Odd toe", phrases="zyxwvut toe", danger="breathing")
    question = record_red_flags(question=QuestionFactory.create(body="A zyxwvut toe"))
    rule.delete()
    finding = question.red_flags.get()
    assert (finding.name, finding.key) == ("Odd toe", "breathing:emergency")
    assert finding.advice == "Get help now, and stay with the person until it comes."


@pytest.mark.django_db(transaction=True)
def test_a_finding_is_erased_with_its_question() -> None:
    RuleFactory(name="Odd word", phrases="zyxwvutide")
    RuleFactory(name="Rule that stays", phrases="another")
    question = record_red_flags(
        question=QuestionFactory.create(title="Help", body="My zyxwvutidé hurts: zyxwvutide")
    )
    RedFlagFinding.objects.update(words="qqplover")
    assert tables_with("qqplover") == ["consult_redflagfinding"]
    receipt = erase_question(question=question)
    assert (tables_with("qqplover"), files_with("qqplover")) == ([], [])
    assert ("marks of the safety check", 1) in [(line.name, line.count) for line in receipt.lines]
