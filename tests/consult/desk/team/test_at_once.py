"""Several people press at the same moment: one has the question, nobody's press is lost silently."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from consult.case.actions.followup import add_followup
from consult.desk.actions.claim import SharingError, assign_question, take_over, take_question
from consult.models import AuditEntry, Claim, Question
from consult.models.safety import DangerLevel
from consult.question.actions.red_flags import look_at_red_flags
from tests.consult.desk.team.conftest import a_doctor
from tests.factories import FindingFactory, QuestionFactory, ReplyFactory, SpecialtyFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of them in threads of their own that start together; return what came of each."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def work(number: int) -> None:
        start.wait()
        try:
            results[number] = acts[number]()
        except SharingError as error:
            results[number] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def trail() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_claims_assignments_and_takeovers_at_once(settings: Any) -> None:
    specialty = SpecialtyFactory()
    doctors = [a_doctor(f"Dr Racer {name}", specialty) for name in ("Ann", "Bob", "Cyd")]
    chiefs = UserFactory.create_batch(2, is_staff=True)
    ann, bob, cyd = doctors

    # Three doctors take one question: one has it, the others are told who.
    question = QuestionFactory(specialty=specialty)
    claims = at_once(*(_take(question, doctor) for doctor in doctors))
    [holder] = {claim.doctor_id for claim in claims}
    assert (Claim.objects.get().doctor_id, trail()) == (holder, ["taken"])

    # Two colleagues take it over from the holder at once: one does, the other learns of it.
    first, second = [doctor for doctor in doctors if doctor.pk != holder]
    claims = at_once(*(_take_over(question, doctor, holder) for doctor in (first, second)))
    [winner] = {claim.doctor_id for claim in claims}
    assert (Claim.objects.get().doctor_id, trail()) == (winner, ["taken", "taken over"])

    # Two people give one question away at once: one is refused, and reads who has it.
    question = QuestionFactory(specialty=specialty)
    results = at_once(
        _assign(question, ann, chiefs[0]),
        _assign(question, bob, chiefs[1]),
    )
    [refused] = [result for result in results if isinstance(result, SharingError)]
    claim = Claim.objects.get(question=question)
    assert str(refused) == f"meanwhile {claim.doctor} has it"
    assert trail()[2:] == ["assigned"]

    # One doctor, two questions, one place left: the cap holds.
    settings.OPEN_CLAIMS = 1
    Claim.objects.all().delete()
    rows = QuestionFactory.create_batch(2, specialty=specialty)
    results = at_once(*(_take(row, cyd) for row in rows))
    assert [isinstance(result, SharingError) for result in results].count(True) == 1
    assert Claim.objects.count() == 1


def test_a_look_at_old_danger_does_not_lower_new_danger() -> None:
    question = ReplyFactory().question
    old, written = FindingFactory(question=question), threading.Event()

    def write() -> None:
        with transaction.atomic():
            add_followup(question=question, text="Since noon I have crushing chest pain")
            written.set()
            time.sleep(0.5)

    def look() -> int:
        written.wait(10)
        return look_at_red_flags(question=question, findings=question.red_flags.filter(pk=old.pk), actor=None)

    assert at_once(write, look) == [None, 1]
    assert question.red_flags.unlooked().count() == 1
    assert Question.objects.get().danger_level == DangerLevel.NOW


def _take(question: Question, doctor: Any) -> Callable[[], Any]:
    return lambda: take_question(question=question, doctor=doctor, actor=doctor.user)


def _take_over(question: Question, doctor: Any, seen: int) -> Callable[[], Any]:
    return lambda: take_over(question=question, doctor=doctor, seen=seen, actor=doctor.user)


def _assign(question: Question, doctor: Any, actor: Any) -> Callable[[], Any]:
    return lambda: assign_question(question=question, doctor=doctor, seen=None, actor=actor)
