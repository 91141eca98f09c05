"""Danger at the desk: first in every queue, in colour and words, on its tile until somebody has looked."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult.case.actions.followup import add_followup
from consult.desk.actions.reply import answer_followup, publish_reply, request_information
from consult.desk.danger import badges, told_in_row
from consult.desk.waiting import age_class
from consult.models import AuditEntry, Question, RedFlagFinding
from consult.models.safety import DangerLevel, RedFlagKind
from consult.question.actions.red_flags import record_red_flags
from tests.factories import NOON, FindingFactory, QuestionFactory, ReplyFactory, public_question

pytestmark = pytest.mark.django_db

CHEST = "Since noon I have crushing chest pain"


def listed(client: Client, queue: str) -> list[Question]:
    address = reverse("admin:consult_question_changelist")
    return list(client.get(address, {"queue": queue}).context["cl"].result_list)


def desk(question: Question) -> str:
    return reverse("admin:consult_question_change", args=[question.pk])


def tile(client: Client) -> int:
    """The number on the danger tile."""
    [queue] = [queue for queue in client.get("/admin/").context["queues"] if "danger" in queue.address]
    return int(queue.count)


def three(queue: str, doctor: Any, neurology: Any) -> list[Question]:
    """A question of each level in this queue, in the order in which they have to stand: now, today, none."""
    found: list[Any] = []
    for age, level in enumerate((DangerLevel.NOW, DangerLevel.TODAY, DangerLevel.NONE)):
        at = NOON - timedelta(days=age)
        fields: dict[str, Any] = {"specialty": neurology, "asked_at": at, "danger_level": level}
        if queue == "held":
            fields |= {"held_at": at, "held_reason": "looks wrong"}
        if queue in ("approval", "mine"):
            question = QuestionFactory(status="answered", answered_at=at, **fields)
            ReplyFactory(question=question, doctor=doctor)
        else:
            question = QuestionFactory(**fields)
        found.append(question)
    return found


@pytest.mark.parametrize("queue", ["waiting", "approval", "held", "mine"])
def test_now_and_today_stand_first_in_every_queue(
    queue: str, doctor_client: Client, editor_client: Client, doctor: Any, neurology: Any
) -> None:
    wanted = three(queue, doctor, neurology)
    assert listed(doctor_client, queue) == wanted
    if queue != "mine":
        assert listed(editor_client, queue) == wanted


def test_now_is_taken_first_and_stands_on_the_first_page(
    doctor_client: Client, doctor: Any, neurology: Any
) -> None:
    QuestionFactory(specialty=neurology, asked_at=NOON - timedelta(days=9))
    urgent = FindingFactory(question__specialty=neurology).question
    page = doctor_client.get("/admin/").content.decode()
    assert "Answer the most urgent one" in page
    assert '<span class="badge badge-now">Now: chest pain</span>' in page
    assert doctor_client.post(reverse("admin:consult_question_take"))["Location"] == desk(urgent)


def test_a_row_says_what_it_is_and_who_asks(doctor_client: Client, doctor: Any, neurology: Any) -> None:
    question = QuestionFactory(specialty=neurology, body=CHEST, age_range="65+", sex="male")
    FindingFactory(question=question, words="crushing chest pain")
    page = doctor_client.get(reverse("admin:consult_question_changelist")).content.decode()
    assert '<span class="badge badge-now">Now: chest pain</span>' in page
    assert '<q class="danger-words" dir="auto">crushing chest pain</q>' in page
    assert f'65 and over, male<span class="row-words" dir="auto">{CHEST}</span>' in page


def test_the_desk_and_the_approval_show_level_and_words(
    doctor_client: Client, editor_client: Client, doctor: Any, neurology: Any
) -> None:
    question = FindingFactory(question__specialty=neurology, words="crushing chest pain").question
    approve = reverse("admin:consult_question_approve", args=[question.pk])
    for client, address in ((doctor_client, desk(question)), (editor_client, approve)):
        page = client.get(address).content.decode()
        assert '<span class="badge badge-now">Now: chest pain</span>' in page
        assert '<q class="danger-words" dir="auto">crushing chest pain</q>' in page
        assert 'title="Rule 1, 2026-08-06 12:00"' in page


def test_a_level_is_told_once_with_all_its_names() -> None:
    question = QuestionFactory.create()
    for name, kind in (("Chest pain", "emergency"), ("GI bleeding", "emergency"), ("Red leg", "urgent")):
        FindingFactory(question=question, name=name, kind=kind, words=f"my {name}")
    found = question.red_flags.worst_first()
    told = (
        '<span class="badge badge-now">Now: chest pain, GI bleeding</span> '
        '<span class="badge badge-today">Today: red leg</span>'
    )
    assert badges(found) == told
    words = "".join(
        f'<q class="danger-words" dir="auto">my {name}</q>' for name in ("Chest pain", "GI bleeding")
    )
    assert told_in_row(found) == f'{told}{words} <span class="quiet">and 1 more</span>'
    assert told_in_row([]) == ""


def test_words_of_a_patient_are_never_markup() -> None:
    question = QuestionFactory.create()
    FindingFactory(question=question, words="<script>")
    assert "<script>" not in told_in_row(question.red_flags.all())


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (RedFlagKind.EMERGENCY, 1),
        (RedFlagKind.SELF_HARM, 1),
        (RedFlagKind.SAFEGUARDING, 1),
        (RedFlagKind.URGENT, 0),
    ],
)
def test_the_tile_counts_what_nobody_has_looked_at(
    kind: RedFlagKind, count: int, doctor_client: Client, editor_client: Client, doctor: Any, neurology: Any
) -> None:
    question = QuestionFactory.create(specialty=neurology)
    FindingFactory(question=question, kind=kind)
    FindingFactory(question=question, kind=kind)
    for client in (doctor_client, editor_client):
        assert tile(client) == count
        assert listed(client, "danger") == [question][:count]


def test_the_tile_of_a_doctor_counts_what_the_doctor_may_open(
    doctor_client: Client, doctor: Any, neurology: Any
) -> None:
    FindingFactory(question__specialty__name="Dermatology")
    assert (tile(doctor_client), listed(doctor_client, "danger")) == (0, [])


def press_looked(client: Client, question: Question, *findings: RedFlagFinding, **typed: Any) -> Any:
    numbers = [finding.pk for finding in findings]
    return client.post(desk(question), {"action": "looked", "red_flag": numbers, **typed})


@pytest.mark.parametrize("who", ["doctor", "editor"])
def test_somebody_says_that_it_was_looked_at(
    who: str, doctor_client: Client, editor_client: Client, doctor: Any, editor: Any, neurology: Any
) -> None:
    client, user = {"doctor": (doctor_client, doctor.user), "editor": (editor_client, editor)}[who]
    finding = FindingFactory(question__specialty=neurology)
    assert "I have looked at it" in client.get(desk(finding.question)).content.decode()
    press_looked(client, finding.question, finding)
    finding.refresh_from_db()
    assert (bool(finding.looked_at), finding.looked_by, tile(client)) == (True, user, 0)
    entry = AuditEntry.objects.exclude(action="opened").get()
    assert (entry.action, entry.actor, entry.question_number) == (
        "danger looked at",
        user,
        finding.question_id,
    )
    assert "I have looked at it" not in client.get(desk(finding.question)).content.decode()
    press_looked(client, finding.question, finding)
    assert AuditEntry.objects.exclude(action="opened").count() == 1


def test_what_came_while_the_screen_was_open_is_not_looked_at(
    doctor_client: Client, doctor: Any, neurology: Any
) -> None:
    seen = FindingFactory(question__specialty=neurology)
    unseen = FindingFactory(question=seen.question)
    other = FindingFactory(question__specialty=neurology)
    press_looked(doctor_client, seen.question, seen, other)
    assert set(RedFlagFinding.objects.unlooked()) == {unseen, other}


def test_the_button_keeps_a_reply_that_was_begun(doctor_client: Client, doctor: Any, neurology: Any) -> None:
    finding = FindingFactory(question__specialty=neurology)
    press_looked(
        doctor_client,
        finding.question,
        finding,
        text="Call 999 now.",
        specialty=neurology.pk,
        question_version=1,
    )
    assert finding.question.replies.get().text == "Call 999 now."


def test_who_may_only_look_does_not_decide(client: Client, doctor: Any, neurology: Any) -> None:
    finding = FindingFactory(question__specialty=neurology)
    doctor.user.groups.clear()
    client.force_login(doctor.user)
    press_looked(client, finding.question, finding)
    finding.refresh_from_db()
    assert finding.looked_at is None


def test_a_reply_is_a_look(doctor: Any, neurology: Any) -> None:
    asked = FindingFactory(question__specialty=neurology)
    reply = ReplyFactory(question=asked.question, doctor=doctor, published_at=None)
    publish_reply(reply=reply, actor=doctor.user)
    told = FindingFactory(question__specialty=neurology)
    request_information(question=told.question, message="Since when?", actor=doctor.user)
    assert set(RedFlagFinding.objects.values_list("looked_by", flat=True)) == {doctor.user.pk}


def test_a_reply_to_the_question_is_no_look_at_a_follow_up(doctor: Any, neurology: Any) -> None:
    question = public_question(doctor=doctor, specialty=neurology)
    followup = add_followup(question=question, text=CHEST)
    publish_reply(reply=ReplyFactory(question=question, published_at=None), actor=doctor.user)
    assert followup.red_flags.unlooked().count() == 1
    answer_followup(followup=followup, answer="Call 999.", doctor=doctor, actor=doctor.user)
    assert followup.red_flags.get().looked_by == doctor.user


def test_what_is_answered_is_told_quietly_and_a_calm_message_stands_by_its_age(
    doctor_client: Client, doctor: Any, neurology: Any
) -> None:
    old = record_red_flags(question=QuestionFactory.create(specialty=neurology, body=CHEST))
    publish_reply(reply=ReplyFactory(question=old, doctor=doctor, published_at=None), actor=doctor.user)
    waiting = QuestionFactory.create(specialty=neurology, asked_at=timezone.now() - timedelta(days=7))
    add_followup(question=old, text="Thank you. May I walk?")
    old.refresh_from_db()
    assert (old.danger_level, list(Question.objects.waiting())) == (DangerLevel.NONE, [waiting, old])
    for address in ("/admin/", f"/admin/consult/question/{old.pk}/change/"):
        page = doctor_client.get(address).content.decode()
        assert ("badge-now" in page, "row-now" in page, "danger-box" in page) == (False,) * 3
        assert '<span class="quiet">Danger, answered: ' in page
    alarming = add_followup(question=old, text=CHEST)
    assert [row.danger_level for row in Question.objects.waiting()] == [DangerLevel.NOW, DangerLevel.NONE]
    answer_followup(followup=alarming, answer="Call 999.", doctor=doctor, actor=doctor.user)
    assert Question.objects.get(pk=old.pk).danger_level == DangerLevel.NONE
    Question.objects.update(danger_level=DangerLevel.NOW)
    import_module("consult.migrations.0152_pressing_danger").lower_levels(apps, None)
    assert Question.objects.get(pk=old.pk).danger_level == DangerLevel.NONE


def test_lists_and_desk_cost_the_same_for_any_number_of_findings(
    doctor_client: Client, editor_client: Client, doctor: Any, neurology: Any, django_assert_num_queries: Any
) -> None:
    question = QuestionFactory.create(specialty=neurology, danger_level=DangerLevel.NOW)
    addresses = {
        reverse("admin:consult_question_changelist"): 11,
        reverse("admin:consult_question_changelist") + "?queue=danger": 11,
        desk(question): 14,  # one of them writes down that it was opened
        "/admin/": 16,  # what waits is read in two walks
    }
    for count in (1, 8):
        FindingFactory.create_batch(count, question=question)
        FindingFactory.create_batch(count, question__specialty=neurology)
        for address, queries in addresses.items():
            doctor_client.get(address)
            with django_assert_num_queries(queries):
                doctor_client.get(address)


def test_no_wait_is_green_in_danger(doctor_client: Client, doctor: Any, neurology: Any) -> None:
    now = timezone.now()
    colours = [age_class(now, now, level) for level in DangerLevel]
    assert colours == ["wait-new", "wait-amber", "wait-red"]
    question = FindingFactory(question__specialty=neurology, question__asked_at=now).question
    for address in ("/admin/", reverse("admin:consult_question_changelist"), desk(question)):
        page = doctor_client.get(address).content.decode()
        assert ("wait-red" in page, "wait-new" in page) == (True, False)
