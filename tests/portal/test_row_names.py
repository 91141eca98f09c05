"""Every row has a name for the admin, and a row of a patient's is named by its number, never by its words."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from consult.models import (
    AuditEntry,
    CaseLink,
    Claim,
    Consent,
    ConsentWording,
    Contact,
    Draft,
    HelpfulVote,
    PageReport,
    Tombstone,
)
from consult.models.consent import ConsentKind
from consult.models.internal import InternalNote, SecondOpinion
from consult.models.staffing import Absence, NoticeChoices, OnCall, StaffNotice
from portal.models import SitePage
from tests.factories import DoctorFactory, QuestionFactory, UserFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def a_claim() -> Any:
    until = timezone.now() + timedelta(minutes=1)
    return Claim.objects.create(question=QuestionFactory(), doctor=DoctorFactory(), until=until)


def a_note() -> Any:
    return InternalNote.objects.create(question=QuestionFactory(), author=UserFactory(), text="Call me.")


def an_opinion() -> Any:
    question, doctor = QuestionFactory(), DoctorFactory()
    return SecondOpinion.objects.create(
        question=question, asked_by=doctor, of_specialty=question.specialty, request="MRI?"
    )


def an_absence() -> Any:
    first, last = date(2018, 5, 1), date(2018, 5, 2)
    return Absence.objects.create(doctor=DoctorFactory(), first_day=first, last_day=last)


def a_duty() -> Any:
    start = timezone.make_aware(datetime(2018, 5, 1, 18))
    return OnCall.objects.create(doctor=DoctorFactory(), starts_at=start, ends_at=start + timedelta(hours=1))


def a_notice() -> Any:
    return StaffNotice.objects.create(
        question=QuestionFactory(), user=UserFactory(), kind="new", how="daily", key="x"
    )


def a_link() -> Any:
    CaseLink.to_case(QuestionFactory())
    return CaseLink.objects.get()


def a_vote() -> Any:
    return HelpfulVote.objects.create(reply=public_question().replies.get(), voter_hash="x", helped=True)


ROWS: list[tuple[Any, str]] = [
    (lambda: AuditEntry.objects.create(action="asked", question_number=7), "asked on question 7"),
    (lambda: Tombstone.objects.create(question_number=7), "Question 7 was erased"),
    (
        lambda: ConsentWording.objects.current()[ConsentKind.ANSWER],
        "A doctor may read and answer my question, version 1",
    ),
    (lambda: SitePage.objects.get(slug="about"), "About us"),
    (a_link, "Case link {0.pk}"),
    (a_claim, "Claim of question {0.question_id}"),
    (a_note, "Internal note {0.pk} on question {0.question_id}"),
    (an_opinion, "Second opinion {0.pk} on question {0.question_id}"),
    (an_absence, "{0.doctor}, 1 May 2018 – 2 May 2018"),
    (a_duty, "{0.doctor}, 1 May 2018, 18:00 – 1 May 2018, 19:00"),
    (lambda: NoticeChoices.objects.create(user=UserFactory()), "Notices of user {0.user_id}"),
    (a_notice, "Notice {0.pk} (new)"),
    (a_vote, "Vote {0.pk} on reply {0.reply_id}"),
    (lambda: QuestionFactory(), "Question {0.pk}"),
    (lambda: Contact.objects.create(email="ada@home.example"), "Contact {0.pk}"),
    (lambda: Draft.objects.create(answers={"title": "Numb"}), "Draft {0.pk}"),
    (
        lambda: PageReport.objects.create(path="/about/", reason="spam"),
        "Report {0.pk}: It is spam or advertising",
    ),
]


@pytest.mark.parametrize(("make", "name"), ROWS)
def test_a_row_says_what_it_is(make: Any, name: str) -> None:
    row = make()
    assert str(row) == name.format(row)


def test_a_consent_is_named_by_its_kind() -> None:
    QuestionFactory(consents=[ConsentKind.ANSWER])
    consent = Consent.objects.get()
    assert str(consent) == f"Consent {consent.pk} (answer)"
