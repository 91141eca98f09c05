"""Staff are told of what concerns them as each chose: at once, once a day, not by mail; never a word of a patient."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from consult.case.actions.followup import add_followup, give_information
from consult.desk.actions.claim import take_over, take_question
from consult.desk.actions.reply import request_information
from consult.desk.overdue import tell_of_overdue
from consult.models import Claim, FollowUp, OutboxMessage, Question
from consult.models.staffing import Absence, How, NoticeChoices, OnCall, StaffNotice
from consult.notifications.alert import alert_addresses
from consult.notifications.compose import compose
from consult.notifications.deliver import drain
from consult.notifications.staff import tell
from consult.question.actions.ask import ask_question
from tests.consult.desk.team.conftest import a_doctor
from tests.factories import QuestionFactory, ReplyFactory, SpecialtyFactory, public_question

pytestmark = pytest.mark.django_db
WORD = "Zyxwvhealth"
CHOICES = "/admin/consult/question/notices/"


def ask(specialty: Any, body: str = f"My {WORD} itches.") -> Question:
    """As a patient does."""
    fields = {"title": f"{WORD} itches", "body": body, "display_name": "Maple", "specialty": specialty}
    return ask_question(fields=fields, consents=[])[0]


def told(kind: str) -> list[str]:
    found = StaffNotice.objects.filter(kind=kind).order_by("user__username")
    return list(found.values_list("user__username", flat=True))


def sent() -> list[tuple[str, str]]:
    """(address, subject) of every mail; none holds a word of the patient."""
    drain()
    texts = [f"{each.subject}\n{each.body}\n{each.alternatives}" for each in mail.outbox]
    assert [text for text in texts if WORD in text or "Neurology" in text] == []
    return sorted((each.to[0], each.subject.partition(": ")[2]) for each in mail.outbox)


def choose(user: Any, **how: str) -> None:
    NoticeChoices.objects.update_or_create(user=user, defaults=how)


def test_a_new_question_is_told_to_the_doctors_of_its_specialty_as_each_chose(
    doctor: Any, neurology: Any, rare: Any, colleague: Any
) -> None:
    at_once, never = a_doctor("Dr Ann Once", neurology), a_doctor("Dr Nat Never", neurology)
    choose(at_once.user, new_question=How.AT_ONCE)
    choose(never.user, new_question=How.NONE)
    away, lapsed = a_doctor("Dr Abe Away", neurology), a_doctor("Dr Lou Lapsed", neurology)
    today = timezone.localdate()
    Absence.objects.create(doctor=away, first_day=today, last_day=today)
    lapsed.licence_expires_on = today - timedelta(days=1)
    lapsed.save()
    ask(neurology)
    assert told("new") == ["doctor", "once"]
    assert sent() == [("once@hospital.example", "A new question")]


def test_a_patient_who_was_not_sure_is_told_of_to_all(doctor: Any, colleague: Any) -> None:
    ask(None)
    assert told("new") == ["colleague", "doctor"]


def test_the_mail_of_the_day_counts_and_comes_once(doctor: Any, neurology: Any) -> None:
    away = a_doctor("Dr Abe Away", neurology)
    ask(neurology)
    ask(neurology).delete()
    ask(neurology)
    today = timezone.localdate()
    Absence.objects.create(doctor=away, first_day=today, last_day=today)
    out = StringIO()
    for _run in range(2):
        call_command("send_digests", stdout=out)
    assert out.getvalue() == "Mails of the day: 1.\nMails of the day: 0.\n"
    ask(neurology)
    assert sent() == [("doctor@hospital.example", "Your notices of the day")]
    text = str(mail.outbox[0].body)
    assert "- New question in your specialties: 2\n" in text
    assert CHOICES in text
    waiting = StaffNotice.objects.for_digest().order_by("pk")
    assert list(waiting.values_list("user__username", flat=True)) == ["away", "away", "doctor"]


def test_a_follow_up_goes_to_who_replied_and_without_them_to_the_specialty(
    doctor: Any, neurology: Any
) -> None:
    other = a_doctor("Dr Olga Other", neurology)
    add_followup(question=public_question(doctor=doctor, specialty=neurology), text=f"And {WORD}?")
    assert (told("follow_up"), sent()) == (["doctor"], [("doctor@hospital.example", "A follow-up message")])
    gone = ReplyFactory(question__specialty=neurology).question
    add_followup(question=gone, text="And now?")
    assert told("follow_up") == ["doctor", "doctor", "other"]
    assert other.user.email in {address for address, _subject in sent()}


def test_information_goes_to_who_asked_for_it(doctor: Any, neurology: Any) -> None:
    a_doctor("Dr Olga Other", neurology)
    question = QuestionFactory(specialty=neurology)
    request_information(question=question, message="Since when?", actor=doctor.user)
    give_information(question=question, text=f"Since {WORD}.")
    assert told("information") == ["doctor"]
    assert sent() == [("doctor@hospital.example", "The information has come")]


def test_an_overdue_question_is_told_once_to_its_doctors_and_to_who_shares_work_out(
    doctor: Any, editor: Any, neurology: Any
) -> None:
    QuestionFactory(specialty=neurology, asked_at=timezone.now() - timedelta(days=6))
    QuestionFactory(specialty=neurology, asked_at=timezone.now() - timedelta(days=1))
    out = StringIO()
    for _run in range(2):
        call_command("share_out", stdout=out)
    assert out.getvalue() == "Flowed back: 0; overdue, told now: 1.\nFlowed back: 0; overdue, told now: 0.\n"
    assert told("overdue") == ["doctor", "editor"]


def test_a_second_wait_of_the_same_question_is_told_too(doctor: Any, neurology: Any) -> None:
    question = public_question(specialty=neurology, asked_at=timezone.now() - timedelta(days=90))
    StaffNotice.objects.create(user=doctor.user, question=question, kind="overdue", how="none", key="x")
    StaffNotice.objects.update(created_at=timezone.now() - timedelta(days=80))
    message = FollowUp.objects.create(question=question, text="And now?")
    FollowUp.objects.filter(pk=message.pk).update(asked_at=timezone.now() - timedelta(days=40))
    assert (tell_of_overdue(), tell_of_overdue()) == (1, 0)


def test_who_is_on_call_and_away_keeps_no_alert_from_others(doctor: Any, editor: Any, settings: Any) -> None:
    settings.STAFF_ALERT_EMAILS = []
    now, today = timezone.now(), timezone.localdate()
    OnCall.objects.create(doctor=doctor, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    Absence.objects.create(doctor=doctor, first_day=today, last_day=today)
    assert alert_addresses() == ["editor@hospital.example"]


def test_claims_of_who_is_away_flow_back_with_the_hour(doctor: Any, neurology: Any) -> None:
    take_question(question=QuestionFactory(specialty=neurology), doctor=doctor, actor=doctor.user)
    today = timezone.localdate()
    Absence.objects.create(doctor=doctor, first_day=today, last_day=today)
    call_command("share_out", verbosity=0)
    assert Claim.objects.count() == 0


def test_danger_goes_at_once_to_who_is_on_call_and_to_the_doctors_each_once(
    doctor: Any, editor: Any, neurology: Any, settings: Any
) -> None:
    settings.STAFF_ALERT_EMAILS = []
    on_call = a_doctor("Dr Cal Call", neurology)
    now = timezone.now()
    OnCall.objects.create(
        doctor=on_call, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    OnCall.objects.create(doctor=doctor, starts_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))
    choose(on_call.user, alert=How.NONE, new_question=How.NONE)
    ask(neurology, "I have crushing chest pain and cannot breathe.")
    assert told("alert") == ["doctor"]
    assert sent() == [
        ("call@hospital.example", "A question needs attention now"),
        ("doctor@hospital.example", "A question needs attention now"),
    ]


@pytest.mark.parametrize("setting", [[], ["desk@hospital.example"]])
def test_with_nobody_on_call_alerts_go_where_they_went_before(
    setting: list[str], editor: Any, settings: Any
) -> None:
    settings.STAFF_ALERT_EMAILS = setting
    ask(SpecialtyFactory(), "I have crushing chest pain and cannot breathe.")
    assert sent() == [
        ("desk@hospital.example" if setting else "editor@hospital.example", "A question needs attention now")
    ]


def test_who_is_away_is_mailed_of_their_own_work_when_they_are_back(
    doctor: Any, neurology: Any, colleague: Any
) -> None:
    question = QuestionFactory(specialty=neurology)
    take_question(question=question, doctor=doctor, actor=doctor.user)
    today = timezone.localdate()
    Absence.objects.create(doctor=doctor, first_day=today, last_day=today)
    take_over(question=question, doctor=colleague, seen=doctor.pk, actor=colleague.user)
    assert (told("taken_over"), sent()) == (["doctor"], [])
    call_command("send_digests", verbosity=0)
    assert sent() == []
    Absence.objects.all().delete()
    call_command("send_digests", verbosity=0)
    assert sent() == [("doctor@hospital.example", "Your notices of the day")]


def test_each_person_chooses_for_themselves(doctor_client: Client, doctor: Any, stranger: Client) -> None:
    page = doctor_client.get(CHOICES)
    names = list(page.context["form"].fields)
    assert names == ["new_question", "follow_up", "overdue", "alert", "work"]
    sent = dict.fromkeys(names, How.NONE) | {"overdue": How.AT_ONCE}
    assert doctor_client.post(CHOICES, sent).status_code == 302
    kept = NoticeChoices.objects.get()
    assert (kept.user, kept.overdue, kept.alert) == (doctor.user, "at_once", "none")
    doctor_client.post(CHOICES, sent | {"overdue": How.NONE})
    assert NoticeChoices.objects.get().overdue == "none"
    assert stranger.get(CHOICES).status_code == 302


def test_a_notice_leads_from_mail_and_first_page_to_where_something_can_be_done(
    doctor_client: Client, doctor: Any, neurology: Any, settings: Any
) -> None:
    question = QuestionFactory(specialty=neurology)
    desk, first_page = f"/admin/consult/question/{question.pk}/change/", "/admin/"
    elsewhere = {
        **dict.fromkeys(["passed_on", "taken_over", "settled"], first_page),
        "opinion_asked": "/admin/consult/question/opinions/",
    }
    for kind in StaffNotice.Kind.values:
        StaffNotice.objects.all().delete()
        OutboxMessage.objects.all().delete()
        tell(kind=kind, question=question, people=[doctor.user], key="1")
        notice = StaffNotice.objects.select_related("mail").get()
        if notice.mail is None:
            notice.mail = OutboxMessage.objects.create(
                kind="staff_notice", question=question, staff=doctor.user, dedupe_key="1"
            )
            notice.save()
        expected = elsewhere.get(kind, desk)
        assert notice.leads_to == expected
        assert f"{settings.SITE_URL}{expected}\n" in compose(notice.mail).mail.body
        page = doctor_client.get(first_page).content.decode()
        is_linked = f'</strong>: <a href="{desk}">#{question.pk}</a>' in page
        assert is_linked == (kind in StaffNotice.SHOWN and expected == desk)


def test_who_has_no_address_is_told_on_the_first_page_alone(
    doctor_client: Client, doctor: Any, neurology: Any
) -> None:
    doctor.user.email = ""
    doctor.user.save()
    ask(neurology)
    assert (OutboxMessage.objects.count(), told("new")) == (0, [])
    assert "has no e-mail address" in doctor_client.get(CHOICES).content.decode()


def test_questions_of_the_demo_and_imported_ones_tell_nobody(doctor: Any, neurology: Any) -> None:
    fields = {"title": "A", "body": "B", "display_name": "C", "specialty": neurology, "origin": "demo"}
    ask_question(fields=fields, consents=[])
    assert StaffNotice.objects.count() == 0


def test_telling_costs_the_same_for_one_doctor_and_for_twenty(
    neurology: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        doctor = a_doctor(f"Dr Many N{number}", neurology)
        if number % 2:
            choose(doctor.user, new_question=How.AT_ONCE)
    question = QuestionFactory(specialty=neurology)
    from consult.notifications.staff import answerers, tell

    with django_assert_max_num_queries(7):
        tell(kind="new", question=question, people=answerers(question), key="x")
    assert (StaffNotice.objects.count(), OutboxMessage.objects.count()) == (20, 10)
