"""A suspicious post is kept and confirmed, reaches nobody until it is released, and danger is never kept back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from consult.case.actions.followup import add_followup
from consult.case.actions.revise import revise_question
from consult.models import (
    AuditEntry,
    Claim,
    ConsentWording,
    DeskDraft,
    FollowUp,
    HelpfulVote,
    OutboxMessage,
    PageReport,
    Question,
    Status,
    Suspicion,
)
from consult.models.consent import ConsentKind
from consult.models.internal import InternalNote, SecondOpinion
from consult.models.staffing import StaffNotice
from consult.question.actions.ask import ask_question
from consult.question.actions.erase import erase_question
from consult.question.actions.publication import withdraw_question
from consult.question.actions.red_flags import record_red_flags
from consult.question.actions.set_aside import DecidedError, reject, release, set_aside
from portal.figures.counted import events
from tests.consult.asking.walk import consents, fill, token_of
from tests.factories import DoctorFactory, QuestionFactory, ReplyFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LINKS = "The scarf helped a little. I read http://a.example, http://b.example and http://c.example."
HONEST = "A person on our staff looks at"
TRAPPED = {"second_line": "x"}
OURS = {"sec-fetch-site": "same-origin"}


def ask(signs: Sequence[str] = ("trap",), **fields: Any) -> tuple[Question, str]:
    """Ask with these signs; the question and its token."""
    told = {"title": "Why does my cheek go numb?", "body": "It goes numb on the bicycle.", **fields}
    return ask_question(
        fields={"display_name": "Maple", **told},
        consents=[ConsentWording.objects.current()[ConsentKind.ANSWER]],
        email="ada@home.example",
        signs=signs,
    )


def page(client: Client, token: str, name: str = "") -> str:
    return " ".join(client.get(f"/case/{token}/{name}").content.decode().split())


def told() -> tuple[int, int]:
    """Mails on their way, and notices to staff."""
    return OutboxMessage.objects.count(), StaffNotice.objects.count()


def actions(question: Question) -> list[str]:
    return list(
        AuditEntry.objects.filter(question_number=question.pk).order_by("pk").values_list("action", flat=True)
    )


def test_a_suspicious_question_is_confirmed_and_waits_for_a_moderator(patient: Client, doctor: Any) -> None:
    fill(patient, name={"display_name": "Quiet Maple", "email": "ada@home.example"})
    response = patient.post("/ask/check/", {**consents("answer", "publish"), **TRAPPED})
    question, token = Question.objects.get(), token_of(response)
    assert question.status == Status.SET_ASIDE
    assert Suspicion.objects.open().get().signs == "trap,fast"
    assert (list(Question.objects.waiting()), list(Question.objects.for_doctor(doctor))) == ([], [])
    assert told() == (0, 0)  # nobody has us mail strangers
    received, case = page(patient, token, "received/"), page(patient, token)
    assert "Your question has arrived" in received
    assert (HONEST in received, HONEST in case) == (True, True)
    assert "once a person on our staff has looked at your question" in received
    assert question.body in case  # nothing typed is lost
    assert actions(question) == ["asked", "set aside"]


def test_once_released_it_goes_its_usual_way(patient: Client, doctor: Any, editor: Any) -> None:
    question, token = ask()
    release(suspicion=Suspicion.objects.get(), actor=editor)
    question.refresh_from_db()
    assert (question.status, list(Question.objects.waiting(doctor))) == (Status.WAITING, [question])
    assert told() == (1, 1)  # the patient's mail, and the doctor's notice
    assert HONEST not in page(patient, token)
    assert "passed it on to our doctors" in page(patient, token)
    assert AuditEntry.objects.get(action="released").actor == editor
    with pytest.raises(DecidedError):
        release(suspicion=Suspicion.objects.get(), actor=editor)


def test_a_rejected_one_tells_its_reason_and_can_still_be_released(
    patient: Client, doctor: Any, editor: Any
) -> None:
    question, token = ask()
    row = reject(suspicion=Suspicion.objects.get(), reason="It is advertising.", actor=editor)
    question.refresh_from_db()
    assert (question.status, row.decided_by) == (Status.REJECTED, editor)
    assert list(Question.objects.for_doctor(doctor)) == []
    assert "It is advertising." in page(patient, token)
    with pytest.raises(DecidedError):
        reject(suspicion=row, reason="Again.", actor=editor)
    release(suspicion=row, actor=editor)
    question.refresh_from_db()
    assert (question.status, question.staff_message) == (Status.WAITING, "")


@pytest.mark.parametrize(
    "danger",
    [
        "I want to kill myself tonight.",
        "I have crushing chest pain and cannot breathe.",
        "I found a new lump in my breast and my calf is swollen, hot and red since yesterday.",
    ],
)
def test_danger_is_never_kept_back(patient: Client, doctor: Any, danger: str) -> None:
    question, token = ask(body=f"{danger} {LINKS}")
    assert question.danger_level > 0
    assert (question.status, list(Question.objects.waiting(doctor))) == (Status.WAITING, [question])
    assert Suspicion.objects.get().outcome == Suspicion.Outcome.DANGER
    assert OutboxMessage.objects.filter(kind="received").count() == 1
    assert HONEST not in page(patient, token)


def test_danger_that_is_found_later_lets_it_go(doctor: Any) -> None:
    question, _token = ask()
    Question.objects.filter(pk=question.pk).update(body="I want to kill myself tonight.")
    question.refresh_from_db()
    assert record_red_flags(question=question).status == Status.WAITING
    assert list(Question.objects.waiting(doctor)) == [question]
    assert Suspicion.objects.get().outcome == Suspicion.Outcome.DANGER
    assert "let through for danger" in actions(question)  # no person has looked at it


def test_its_patient_may_change_withdraw_and_take_out_what_is_set_aside(patient: Client) -> None:
    _question, token = ask()
    assert patient.get(f"/case/{token}/edit/").status_code == 200
    assert "A field that people do not see" in page(patient, token, "data/")
    patient.post(f"/case/{token}/withdraw/")
    assert (Question.objects.get().status, Suspicion.objects.open().count()) == (Status.WITHDRAWN, 0)
    with pytest.raises(DecidedError):
        release(suspicion=Suspicion.objects.get(), actor=None)


def test_links_that_are_written_into_a_waiting_question_set_it_aside(patient: Client) -> None:
    question = QuestionFactory()
    token = question.case_links.model.to_case(question)
    sent = {"title": question.title, "body": f"{question.body} {LINKS}", "version": question.version}
    sent |= {"display_name": question.display_name, "specialty": question.specialty_id, "keep": "1"}
    assert patient.post(f"/case/{token}/edit/", sent).status_code == 302
    assert Question.objects.get().status == Status.SET_ASIDE
    release(suspicion=Suspicion.objects.get(), actor=None)
    sent |= {"body": f"{sent['body']} And at night.", "version": Question.objects.get().version}
    assert patient.post(f"/case/{token}/edit/", sent).status_code == 302
    released = Question.objects.get()
    assert (released.status, released.body[-13:]) == (Status.WAITING, "And at night.")


@pytest.mark.parametrize("work", ["claim", "draft", "unsent", "request", "opinion", "note"])
def test_no_question_is_taken_from_a_doctor_at_work(work: str, doctor: Any) -> None:
    question = QuestionFactory()
    match work:
        case "claim":
            until = timezone.now() + timedelta(minutes=5)
            Claim.objects.create(question=question, doctor=doctor, until=until)
        case "draft":
            ReplyFactory(question=question, doctor=doctor, published_at=None)
        case "unsent":
            DeskDraft.objects.create(question=question, user=doctor.user)
        case "request":
            question.information_requests.create(text="Since when?")
        case "opinion":
            colleague = DoctorFactory()
            SecondOpinion.objects.create(
                question=question, asked_by=doctor, of_doctor=colleague, request="And?"
            )
        case "note":
            InternalNote.objects.create(question=question, author=doctor.user, text="He rang.")
    fields, version = {"body": LINKS}, question.version
    revised = revise_question(question=question, fields=fields, version=version, signs=["links"])
    assert revised.status == Status.WAITING
    assert Suspicion.objects.get().outcome == Suspicion.Outcome.IN_HAND


def test_signs_are_stored_of_what_a_doctor_has_asked_about() -> None:
    question = QuestionFactory(status=Status.NEEDS_INFO, staff_message="Since when?")
    revised = revise_question(question=question, fields={"body": LINKS}, version=1, signs=["links"])
    assert revised.status == Status.NEEDS_INFO
    assert Suspicion.objects.get().outcome == Suspicion.Outcome.IN_HAND


def test_doctors_hear_again_of_what_is_released_again(doctor: Any, editor: Any) -> None:
    question, _token = ask(signs=[])
    assert told() == (1, 1)
    question = revise_question(
        question=question, fields={"body": LINKS}, version=question.version, signs=["links"]
    )
    release(suspicion=Suspicion.objects.get(), actor=editor)
    assert told() == (1, 2)  # the patient's mail only once


def test_a_suspicious_follow_up_reaches_no_doctor_until_it_is_released(
    patient: Client, doctor: Any, doctor_client: Client, editor: Any
) -> None:
    question = ReplyFactory(doctor=doctor).question
    token = question.case_links.model.to_case(question)
    answer = patient.post(f"/case/{token}/follow-up/", {"text": LINKS, "keep": "1"})
    assert (answer.status_code, FollowUp.objects.count()) == (302, 1)
    assert (list(Question.objects.waiting(doctor)), told()) == ([], (0, 0))
    desk = f"/admin/consult/question/{question.pk}/change/"
    assert "http://a.example" not in doctor_client.get(desk).content.decode()
    assert HONEST in page(patient, token)
    reject(suspicion=Suspicion.objects.get(), reason="Advertising.", actor=editor)
    assert "did not go to a doctor" in page(patient, token)
    assert "Advertising." in page(patient, token)
    release(suspicion=Suspicion.objects.get(), actor=editor)
    assert list(Question.objects.waiting(doctor)) == [question]
    assert "http://a.example" in doctor_client.get(desk).content.decode()
    assert StaffNotice.objects.get().kind == StaffNotice.Kind.FOLLOW_UP


def test_a_follow_up_of_a_withdrawn_question_waits_for_nobody(doctor: Any) -> None:
    question = ReplyFactory(doctor=doctor).question
    followup = add_followup(question=question, text=LINKS, signs=["links"])
    row = Suspicion.objects.open().get()
    withdraw_question(question=question)
    assert list(Suspicion.objects.open()) == []
    for decide in (release, reject):
        with pytest.raises(DecidedError):
            decide(suspicion=row, actor=None, **({} if decide is release else {"reason": "x"}))
    assert not StaffNotice.objects.filter(key__endswith=f":{followup.pk}").exists()


def test_a_rejected_message_uses_up_nothing_and_may_be_sent_again(
    doctor: Any, editor: Any, settings: Any, patient: Client
) -> None:
    settings.FOLLOW_UPS_PER_CASE = 1
    question = ReplyFactory(doctor=doctor).question
    first = add_followup(question=question, text=LINKS, signs=["links"])
    assert add_followup(question=question, text=LINKS, signs=["links"]) == first
    reject(suspicion=Suspicion.objects.get(), reason="Advertising.", actor=editor)
    assert "You can send 1 more message." in page(patient, question.case_links.model.to_case(question))
    assert add_followup(question=question, text=LINKS) != first
    assert list(Question.objects.waiting(doctor)) == [question]


def test_a_follow_up_that_speaks_of_danger_is_not_kept_back(patient: Client, doctor: Any) -> None:
    question = ReplyFactory(doctor=doctor).question
    token = question.case_links.model.to_case(question)
    address = f"/case/{token}/follow-up/"
    card = patient.post(address, {"text": f"I want to kill myself. {LINKS}"})
    sent = dict(card.context["form"].hidden())
    assert patient.post(address, {**sent, "keep": "1"}).status_code == 302
    assert FollowUp.objects.unanswered().count() == 1
    assert Suspicion.objects.get().outcome == Suspicion.Outcome.DANGER


def test_a_report_is_set_aside_unless_it_is_urgent(stranger: Client) -> None:
    for reason in ("spam", "dangerous"):
        answer = stranger.post("/report/", {"page": "/", "reason": reason, "details": "", **TRAPPED})
        assert "Thank you" in answer.content.decode()
    assert [row.reason for row in PageReport.objects.open()] == ["dangerous"]
    assert [row.report.reason for row in Suspicion.objects.open() if row.report] == ["spam"]
    assert OutboxMessage.objects.get().kind == "staff_alert"
    release(suspicion=Suspicion.objects.open().get(), actor=None)
    assert PageReport.objects.open().count() == 2


def test_a_suspicious_vote_is_kept_once_and_counts_once_it_is_released() -> None:
    question = public_question()
    reader, reply = Client(headers=OURS), question.replies.get()
    address = f"/questions/{question.pk}/replies/{reply.pk}/vote/"
    for _again in range(2):
        reader.post(address, {"helped": "yes", "missing": "", **TRAPPED})
    vote = HelpfulVote.objects.get()
    day = vote.created_at.date()
    assert (
        sum(number for (_day, measure, _key), number in events(day, day).items() if measure == "helped") == 0
    )
    release(suspicion=Suspicion.objects.get(), actor=None)
    assert (
        sum(number for (_day, measure, _key), number in events(day, day).items() if measure == "helped") == 1
    )


@pytest.mark.parametrize("decide", [release, reject])
def test_the_question_is_locked_before_its_suspicion(decide: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reply, locked = ReplyFactory(), []
    vote = HelpfulVote.objects.create(reply=reply, voter_hash="x", helped=True)
    set_aside(post=vote, signs=["trap"])
    read = QuerySet.select_for_update

    def noted(rows: Any, *args: Any, **kwargs: Any) -> Any:
        locked.append(rows.model)
        return read(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", noted)
    decide(suspicion=Suspicion.objects.get(), actor=None, **({} if decide is release else {"reason": "x"}))
    assert locked[:2] == [Question, Suspicion]


def test_what_is_erased_meanwhile_is_decided_by_nobody() -> None:
    question, _token = ask()
    row = Suspicion.objects.get()
    erase_question(question=question)
    with pytest.raises(DecidedError):
        release(suspicion=row, actor=None)


def test_no_patient_is_told_what_became_of_the_words_of_a_stranger(patient: Client, editor: Any) -> None:
    question = public_question()
    token = question.case_links.model.to_case(question)
    vote = HelpfulVote.objects.create(reply=question.replies.get(), voter_hash="x", helped=True)
    report = PageReport.objects.create(path="/", reason="spam", question=question)
    for post in (vote, report):
        set_aside(post=post, signs=["trap"])
        row = reject(suspicion=Suspicion.objects.open().get(), reason="Advertising.", actor=editor)
        release(suspicion=row, actor=editor)
    assert "A person looked at it" not in page(patient, token)
    decided = [action for action in actions(question) if action != "set aside"]
    assert decided == ["vote rejected", "vote released", "report rejected", "report released"]


def test_no_figure_counts_what_is_set_aside() -> None:
    question, _token = ask()
    day = question.asked_at.date()
    assert [key for key in events(day, day) if key[1] == "asked"] == []


def test_a_post_is_set_aside_only_once_at_a_time() -> None:
    question = QuestionFactory()
    assert set_aside(post=question, signs=["trap"])
    assert str(Suspicion.objects.get()) == f"Suspicious post {Suspicion.objects.get().pk}"
