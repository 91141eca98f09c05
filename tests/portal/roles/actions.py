"""The actions of staff, and the roles that each is open to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conditions.actions.revisions import save_draft, send_for_review
from conditions.models import ReferencePage, Source
from conditions.revisions.read import standing_document
from consult.models import (
    AuditEntry,
    Claim,
    Contact,
    Doctor,
    OutboxMessage,
    PageReport,
    Question,
    RedFlagRule,
    Specialty,
    Suspicion,
    Tombstone,
    Topic,
)
from consult.models.internal import InternalNote, SecondOpinion
from consult.models.quality import ITEMS, QualityReview
from consult.models.staffing import Absence, OnCall
from portal.models import SitePage
from portal.roles import ADMINISTRATORS, DOCTORS, EDITORS, HEADS, MODERATORS, REVIEWERS
from tests.factories import (
    DoctorFactory,
    QuestionFactory,
    ReferencePageFactory,
    ReplyFactory,
    SourceFactory,
    SpecialtyFactory,
    TopicFactory,
    UserFactory,
)
from tests.portal.roles.groups import EVERYBODY


@dataclass(frozen=True)
class Action:
    """Something that is done by one request: how it is asked for, and how one sees that it was done."""

    ask: Callable[[Client], Any]
    is_done: Callable[[Any], bool]


def of(name: str, *args: Any) -> str:
    return reverse(f"admin:{name}", args=args)


def page_of(name: str, row: Callable[[], Any]) -> Action:
    """Open the form or list of a row."""
    return Action(
        lambda client: client.get(of(name, *([row().pk] if row is not Question else []))),
        lambda answer: answer.status_code == 200,
    )


def deletion(model: Any, make: Callable[[], Any]) -> Action:
    """Delete a row in the stock way."""

    def ask(client: Client) -> Any:
        row = make()
        name = f"{model._meta.app_label}_{model._meta.model_name}_delete"
        client.post(of(name, row.pk), {"post": "yes"})
        return row

    return Action(ask, lambda row: not model.objects.filter(pk=row.pk).exists())


def approved_page(client: Client) -> ReferencePage:
    """Approve the change of somebody else."""
    page = ReferencePageFactory(reviewed_by="Dr A", last_reviewed_on="2026-01-02")
    document = standing_document(page)
    document.fields["lead"] = "New lead."
    author = UserFactory()
    draft = save_draft(page=page, document=document, seen="page 1", author=author)
    assert draft is not None
    send_for_review(revision=draft, actor=author, version=draft.version)
    sent = {"decision": "approve", "version": draft.version}
    client.post(of("conditions_referencepage_publication", page.pk), sent)
    return page


def is_published(page: ReferencePage) -> bool:
    """Whether readers see the change."""
    page.refresh_from_db()
    return page.lead == "New lead."


def on_desk(**typed: Any) -> Callable[[Client], Question]:
    """Press a button of the doctor's desk."""

    def ask(client: Client) -> Question:
        question = QuestionFactory()
        words = {"text": "See a doctor.", "safety_net": "Fever.", "specialty": question.specialty_id}
        sent = {key: value() if callable(value) else value for key, value in typed.items()}
        client.post(of("consult_question_change", question.pk), {**words, "question_version": 1, **sent})
        return question

    return ask


def on_approval(action: str, **typed: Any) -> Callable[[Client], Question]:
    """Press a button of the approval screen."""

    def ask(client: Client) -> Question:
        question: Question = ReplyFactory().question
        words = {name: getattr(question, name) for name in ("title", "body", "display_name", "about")}
        sent = {**words, "specialty": question.specialty_id, "topics": [], "seen_version": 1, **typed}
        client.post(
            of("consult_question_approve", question.pk),
            {**sent, "action": action, "erase_number": question.pk},
        )
        return question

    return ask


def give_away(client: Client) -> Question:
    """Give a question to another doctor."""
    colleague = DoctorFactory(user=UserFactory(is_staff=True))
    return on_desk(action="assign", assign_to=colleague.pk, assign_seen="")(client)


def asked_for_opinion(client: Client) -> SecondOpinion:
    """Give the second opinion that was asked of one's specialty."""
    question = QuestionFactory()
    asker = DoctorFactory(user=UserFactory(is_staff=True))
    opinion = SecondOpinion.objects.create(
        question=question, asked_by=asker, of_specialty=question.specialty, request="MRI?"
    )
    client.post(of("consult_opinion", opinion.pk), {"view": "No."})
    return opinion


def scored(client: Client) -> QualityReview:
    """Score a reply of the sample."""
    review = QualityReview.objects.create(reply=ReplyFactory())
    client.post(of("consult_quality_review", review.pk), dict.fromkeys(ITEMS, "2"))
    return review


def put_on_call(client: Client) -> None:
    """Write a line of the rota."""
    OnCall.objects.all().delete()
    sent = {
        "starts_at_0": "2026-08-06",
        "starts_at_1": "12:00",
        "ends_at_0": "2026-08-07",
        "ends_at_1": "12:00",
    }
    colleague = DoctorFactory(user=UserFactory(is_staff=True))
    client.post(of("consult_oncall_add"), {**sent, "doctor": colleague.pk})


def be_away(client: Client) -> None:
    """Enter one's own absence."""
    Absence.objects.all().delete()
    client.post(of("consult_absence_add"), {"first_day": "2026-08-06", "last_day": "2026-08-07"})


def send_away(client: Client) -> None:
    """Enter the absence of somebody else."""
    Absence.objects.all().delete()
    colleague = DoctorFactory(user=UserFactory(is_staff=True))
    sent = {"first_day": "2026-08-06", "last_day": "2026-08-07", "doctor": colleague.pk}
    client.post(of("consult_absence_add"), sent)
    Absence.objects.exclude(doctor=colleague).delete()


def now(question: Question) -> Any:
    return Question.objects.filter(pk=question.pk).first()


def edit(table: str, make: Callable[[], Any], **changed: Any) -> Action:
    """Change a plain row on its form."""

    def ask(client: Client) -> Any:
        row = make()
        address = of(f"{table}_change", row.pk)
        found = client.get(address)
        form = found.context["adminform"].form if found.status_code == 200 and found.context else None
        sent = (
            {key: form[key].value() for key in form.fields if form[key].value() is not None} if form else {}
        )
        client.post(address, {**sent, **changed})
        row.refresh_from_db()
        return row

    return Action(ask, lambda row: all(str(getattr(row, key)) == value for key, value in changed.items()))


def has(model: Any, question: Question) -> bool:
    return bool(model.objects.filter(question=question).exists())


def elsewhere() -> int:
    return int(SpecialtyFactory(name="Elsewhere").pk)


def opinion_of() -> str:
    return f"specialty-{SpecialtyFactory().pk}"


def claim() -> Claim:
    until = timezone.now() + timedelta(hours=1)
    return Claim.objects.create(question=QuestionFactory(), doctor=DoctorFactory(), until=until)


def taken_over(client: Client) -> Question:
    """Take a question from a colleague."""
    held = claim()
    client.post(
        of("consult_question_change", held.question_id),
        {"action": f"takeover-{held.doctor_id}", "text": "", "question_version": 1},
    )
    return held.question


def new_specialty() -> Specialty:
    specialty: Specialty = SpecialtyFactory(name=f"Specialty {Specialty.objects.count()}")
    return specialty


def mail() -> OutboxMessage:
    contact = Contact.objects.get_or_create(email="ada@home.example")[0]
    return OutboxMessage.objects.get_or_create(kind="received", contact=contact, dedupe_key="x")[0]


def report() -> PageReport:
    return PageReport.objects.create(path="/", reason="spam")


def decided(client: Client, **sent: str) -> Suspicion:
    row = Suspicion.objects.create(signs="trap", report=report())
    client.post(of("consult_suspicion_change", row.pk), sent)
    row.refresh_from_db()
    return row


ACTIONS: dict[str, tuple[Action, tuple[str, ...]]] = {
    "read a question": (
        page_of("consult_question_change", QuestionFactory),
        (DOCTORS, MODERATORS, ADMINISTRATORS),
    ),
    "publish a reply": (
        Action(on_desk(action="publish"), lambda q: q.replies.published().exists()),
        (DOCTORS,),
    ),
    "ask a patient": (
        Action(on_desk(action="ask", ask_message="Since when?"), lambda q: now(q).state.awaits_patient),
        (DOCTORS,),
    ),
    "decline a question": (
        Action(on_desk(action="decline", decline_reason="outside"), lambda q: now(q).state.is_refused),
        (DOCTORS, MODERATORS, ADMINISTRATORS),
    ),
    "pass a question on": (
        Action(
            on_desk(action="refer", refer_to=elsewhere, refer_note="It is rare."),
            lambda q: now(q).specialty.name == "Elsewhere",
        ),
        (DOCTORS, MODERATORS, ADMINISTRATORS),
    ),
    "take a question": (
        Action(on_desk(action="take", text=""), lambda q: Claim.objects.filter(question=q).exists()),
        (DOCTORS,),
    ),
    "take a question over": (
        Action(taken_over, lambda q: Claim.objects.get(question=q).doctor.user_id is not None),
        (DOCTORS,),
    ),
    "give a question to a doctor": (
        Action(give_away, lambda q: Claim.objects.filter(question=q, assigned_by__isnull=False).exists()),
        (MODERATORS, ADMINISTRATORS),
    ),
    "see who has which question": (
        page_of("consult_claim_changelist", Question),
        (MODERATORS, ADMINISTRATORS),
    ),
    "write an internal note": (
        Action(on_desk(action="note", note_text="Call me.", text=""), lambda q: has(InternalNote, q)),
        (DOCTORS, MODERATORS, ADMINISTRATORS),
    ),
    "ask for a second opinion": (
        Action(
            on_desk(action="askopinion", opinion_of=opinion_of, opinion_request="MRI?", text=""),
            lambda q: has(SecondOpinion, q),
        ),
        (DOCTORS,),
    ),
    "give a second opinion": (
        Action(asked_for_opinion, lambda row: SecondOpinion.objects.get(pk=row.pk).is_given),
        (DOCTORS,),
    ),
    "choose what one is mailed": (
        page_of("consult_notices", Question),
        (DOCTORS, MODERATORS, ADMINISTRATORS),
    ),
    "see who is on call": (
        page_of("consult_oncall_changelist", Question),
        (DOCTORS, MODERATORS, ADMINISTRATORS),
    ),
    "put somebody on call": (
        Action(put_on_call, lambda _answer: OnCall.objects.exists()),
        (MODERATORS, ADMINISTRATORS),
    ),
    "enter one's own absence": (Action(be_away, lambda _answer: Absence.objects.exists()), (DOCTORS,)),
    "enter the absence of somebody else": (
        Action(send_away, lambda _answer: Absence.objects.exists()),
        (MODERATORS, ADMINISTRATORS),
    ),
    "score a reply of the sample": (
        Action(scored, lambda row: QualityReview.objects.get(pk=row.pk).reviewed_at is not None),
        (REVIEWERS,),
    ),
    "read the quality figures of all doctors": (
        Action(
            lambda client: client.get(of("consult_quality_figures")),
            lambda answer: "All doctors" in answer.content.decode(),
        ),
        (HEADS,),
    ),
    "delete a claim": (deletion(Claim, claim), ()),
    "approve a thread": (
        Action(on_approval("approve"), lambda q: now(q).state.is_public),
        (MODERATORS, ADMINISTRATORS),
    ),
    "hold a thread": (
        Action(on_approval("hold", hold_reason="Names."), lambda q: now(q).held_at is not None),
        (MODERATORS, ADMINISTRATORS),
    ),
    "erase a case": (Action(on_approval("erase"), lambda q: now(q) is None), (ADMINISTRATORS,)),
    "resolve a report": (
        edit("consult_pagereport", report, resolution="Done."),
        (MODERATORS, ADMINISTRATORS),
    ),
    "release a suspicious post": (
        Action(
            lambda client: decided(client, decision="release"),
            lambda row: row.outcome == Suspicion.Outcome.RELEASED,
        ),
        (MODERATORS, ADMINISTRATORS),
    ),
    "reject a suspicious post": (
        Action(
            lambda client: decided(client, decision="reject", reason="Advertising."),
            lambda row: row.outcome == Suspicion.Outcome.REJECTED,
        ),
        (MODERATORS, ADMINISTRATORS),
    ),
    "read the audit trail": (
        page_of("consult_auditentry_changelist", Question),
        (ADMINISTRATORS,),
    ),
    "read what mail fails": (
        page_of("consult_outboxmessage_changelist", Question),
        (MODERATORS, ADMINISTRATORS),
    ),
    "open a reference page's form": (
        page_of("conditions_referencepage_change", ReferencePageFactory),
        (*EVERYBODY[:3], ADMINISTRATORS),
    ),
    "edit a source": (
        edit("conditions_source", SourceFactory, publisher="New publisher"),
        (EDITORS, ADMINISTRATORS),
    ),
    "edit a specialty": (
        edit("consult_specialty", new_specialty, description="New words"),
        (EDITORS, ADMINISTRATORS),
    ),
    "edit a doctor": (edit("consult_doctor", DoctorFactory, employer="New place"), (ADMINISTRATORS,)),
    "open the red flag rules": (
        page_of("consult_redflagrule_changelist", Question),
        (MODERATORS, REVIEWERS, ADMINISTRATORS),
    ),
    "open the sign-ins": (page_of("auth_user_changelist", Question), (ADMINISTRATORS,)),
    "approve a reference page": (Action(approved_page, is_published), (EDITORS, ADMINISTRATORS)),
    "delete a reference page": (
        deletion(ReferencePage, lambda: ReferencePageFactory(published_at=None)),
        (ADMINISTRATORS,),
    ),
    "delete a source": (deletion(Source, SourceFactory), (ADMINISTRATORS,)),
    "delete a topic": (deletion(Topic, TopicFactory), (ADMINISTRATORS,)),
    "delete a specialty": (
        deletion(Specialty, lambda: SpecialtyFactory(name="Unused")),
        (ADMINISTRATORS,),
    ),
    "delete a doctor": (deletion(Doctor, DoctorFactory), (ADMINISTRATORS,)),
    "delete a page of the site": (deletion(SitePage, lambda: SitePage.objects.all()[0]), ()),
    "delete a rule": (deletion(RedFlagRule, lambda: RedFlagRule.objects.all()[0]), ()),
    "delete a question": (deletion(Question, QuestionFactory), ()),
    "delete an audit entry": (
        deletion(AuditEntry, lambda: AuditEntry.objects.create(action="asked", question_number=1)),
        (),
    ),
    "delete a tombstone": (
        deletion(Tombstone, lambda: Tombstone.objects.get_or_create(question_number=7)[0]),
        (),
    ),
    "delete a report": (deletion(PageReport, report), ()),
    "delete mail": (
        deletion(OutboxMessage, mail),
        (),
    ),
}
