"""How each action of staff is asked for, by one request, and how one sees that it was done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conditions.actions.revisions import save_draft, send_for_review
from conditions.models import Passage, ReferencePage
from conditions.revisions.read import standing_document
from consult.models import (
    Claim,
    Contact,
    FollowUp,
    OutboxMessage,
    PageReport,
    Question,
    Specialty,
    Suspicion,
)
from consult.models.internal import SecondOpinion
from consult.models.quality import ITEMS, QualityReview
from consult.models.staffing import Absence, OnCall
from tests.asked_again import typed_the_password
from tests.factories import (
    NOON,
    DoctorFactory,
    QuestionFactory,
    ReferencePageFactory,
    ReplyFactory,
    SpecialtyFactory,
    UserFactory,
    public_question,
)


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


def deletion(model: Any, make: Callable[[], Any], *, asked_again: bool = False) -> Action:
    """Delete a row in the stock way; by who has just typed the password, where it is asked for again."""

    def ask(client: Client) -> Any:
        row = make()
        if asked_again:
            typed_the_password(client)
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


def answer_corrected(client: Client) -> FollowUp:
    """Correct what a doctor answered to a message."""
    question = public_question()
    answered: Any = {"doctor": question.replies.get().doctor, "answer": "Rest.", "answered_at": NOON}
    row = FollowUp.objects.create(question=question, text="And now?", **answered)
    name = f"correct-{row.pk}"
    sent = {"action": name, f"{name}-answer": "Sleep.", f"{name}-seen": row.newest_mark, "text": ""}
    client.post(of("consult_question_change", question.pk), sent)
    return row


def decision_given(client: Client) -> Question:
    """Give the decision about a changed reference to a doctor."""
    question, colleague = public_question(), DoctorFactory(user=UserFactory(is_staff=True))
    words = {"name": "Palsy", "full_text": "It swells.", "text": "It swells."}
    changed = {"taken_at": NOON, "changed_at": NOON}
    passage = Passage.objects.create(reply=question.replies.get(), **words, **changed)
    sent = {"action": "give", "assign_to": colleague.pk, "assign_seen": ""}
    client.post(of("conditions_passage_change", passage.pk), sent)
    return question


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
