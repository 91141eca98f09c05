"""The rows that the crawl of every role walks over, with words planted in them (cast.READERS)."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from conditions.models import Category, Deflection, Passage
from consult.models import (
    CaseLink,
    Claim,
    ConsentWording,
    Contact,
    Correction,
    DeskDraft,
    Doctor,
    Draft,
    HelpfulVote,
    InformationRequest,
    OutboxMessage,
    PageReport,
    Question,
    RedFlagRule,
    RuleChange,
    Snippet,
    Suspicion,
    Tombstone,
)
from consult.models.case_link import hash_token, mailed_link_expiry, new_token
from consult.models.internal import InternalNote, SecondOpinion
from consult.models.quality import ITEMS, QualityReview
from consult.models.staffing import Absence, OnCall
from consult.question.audit import record
from portal.models import SitePage
from portal.roles import ADMINISTRATORS, DOCTORS, EDITORS, MODERATORS
from tests.consult.asking.walk import fill
from tests.factories import (
    NOON,
    DoctorFactory,
    FindingFactory,
    QuestionFactory,
    ReferencePageFactory,
    ReplyFactory,
    SpecialtyFactory,
    UserFactory,
)
from tests.portal.roles.cast import Person
from tests.portal.world import World, world


def member(letter: str, group: str) -> Any:
    """One of the staff with this role and no other."""
    user = UserFactory(is_staff=True, username=f"staff-{letter}")
    user.groups.add(Group.objects.get(name=group))
    return user


def private_case(specialty: Any, word: str, email: str) -> Question:
    """A case that only its patient and its doctors may read, with the word wherever the patient writes."""
    contact = Contact.objects.create(email=email)
    question: Question = QuestionFactory(
        specialty=specialty,
        contact=contact,
        title=f"{word} title",
        body=f"{word} body",
        began=f"{word} began",
        display_name=f"{word} name",
        status="answered",
        answered_at=NOON,
        staff_message=f"{word} message",
    )
    reply = ReplyFactory(
        question=question, text=f"{word} reply", doctor=DoctorFactory(specialties=[specialty])
    )
    question.followups.create(text=f"{word} again", asked_at=NOON)
    HelpfulVote.objects.create(reply=reply, voter_hash=word, helped=False, missing="Zvotewords")
    FindingFactory(question=question, words=f"{word} chest")
    question.history.update(history_change_reason=f"{word} reason")
    OutboxMessage.objects.create(kind="received", contact=contact, question=question, dedupe_key=word)
    return question


def among_staff(question: Question, rows: World) -> dict[str, int]:
    """What staff keep beside the case of Neurology, and whom it concerns."""
    own = Doctor.objects.get(user__username="staff-N")
    asker: Any = rows.doctor
    author = UserFactory(is_staff=True)
    InternalNote.objects.create(question=question, author=author, text="Zinternalnote")
    opinion = SecondOpinion.objects.create(
        question=question, asked_by=asker, of_doctor=own, request="Zsecondopinion"
    )
    reply = question.replies.published().get()
    scores = dict.fromkeys(ITEMS, 1)
    review = QualityReview.objects.create(
        reply=reply, reviewer=author, reviewed_at=NOON, remark="Zqualityremark", **scores
    )
    until = timezone.now() + timedelta(hours=1)
    day = NOON.date()
    return {
        "opinion": opinion.pk,
        "review": review.pk,
        # Its doctor has no sign-in, so the doctors of the specialty decide.
        "passage": Passage.objects.create(
            reply=reply, name="Palsy", full_text="x", text="x", taken_at=NOON, changed_at=NOON
        ).pk,
        "claim": Claim.objects.create(question=question, doctor=asker, until=until).pk,
        "absence": Absence.objects.create(doctor=own, first_day=day, last_day=day).pk,
        "duty": OnCall.objects.create(doctor=asker, starts_at=NOON, ends_at=until).pk,
    }


def people(rows: World, other: Any) -> list[Person]:
    """One person of each role, signed in or not."""
    clients = {letter: Client() for letter in "SPLNDMEA"}
    groups = {"N": DOCTORS, "D": DOCTORS, "M": MODERATORS, "E": EDITORS, "A": ADMINISTRATORS}
    users = {letter: member(letter, group) for letter, group in groups.items()}
    for letter, specialty in (("N", rows.specialty), ("D", other)):
        DoctorFactory(user=users[letter], specialties=[specialty])
    for letter, user in users.items():
        clients[letter].force_login(user)
        Authenticator.objects.create(user=user, type="totp", data={"secret": "Zsecretofthephone"})
    fill(clients["L"], what={"title": "Zowndraft title", "body": "Zowndraft body"})
    return [
        Person(letter, "; ".join(f"{name}={each.value}" for name, each in client.cookies.items()))
        for letter, client in clients.items()
    ]


def plant() -> tuple[list[Person], dict[str, Any]]:
    """Everybody, and the numbers and names that stand in the addresses of routes.py."""
    rows, other = world(2), SpecialtyFactory(name="Dermatology")
    cast = people(rows, other)
    user = UserFactory(password="Zpasswordhash", email="zcolleague@hospital.example")
    shared: Any = private_case(rows.specialty, "Zsharedcase", "zpatient@home.example")
    others = private_case(other, "Zothercase", "zother@home.example")
    for person in cast:
        if person.letter == "L":
            person.token = CaseLink.to_case(shared)
            person.mailed = CaseLink.to_all_cases(shared.contact, expires_at=mailed_link_expiry())
    Draft.objects.create(key_hash=hash_token(new_token()), answers={"title": "Zelsesdraft"})
    ReplyFactory(question=shared, text="Zunsentreply", published_at=None, doctor=rows.doctor)
    Correction.objects.create(
        reply=shared.replies.published().get(),
        specialty=rows.specialty,
        text="Zwaitingcorrection",
        safety_net="x",
    )
    InformationRequest.objects.create(question=shared, text="Zaskedfor")
    own: Any = Doctor.objects.get(user__username="staff-N")
    DeskDraft.objects.create(question=shared, user=own.user, fields={"text": ["Zunsentwords"]})
    Snippet.objects.create(name="Zownsnippet", text="x", doctor=own)
    snippet = Snippet.objects.create(name="Zsharedsnippet", text="x", specialty=rows.specialty)
    hidden = ReferencePageFactory(title="Zunpublishedpage", slug="zunpublishedpage", published_at=None)
    rule, site_page = RedFlagRule.objects.all()[0], SitePage.objects.all()[0]
    for row in (rule, site_page):
        row.save()  # what migrations put in has no history
    public = rows.questions[0]
    among = among_staff(shared, rows)
    return cast, {
        **among,
        "public": public.pk,
        "public_slug": public.get_absolute_url().split("/")[-2],
        "shared": shared.pk,
        "other": others.pk,
        "version": shared.history.latest().pk,
        "other_version": others.history.latest().pk,
        "page_version": rows.page.history.latest().pk,
        "rule_version": rule.history.latest().pk,
        "site_page_version": site_page.history.latest().pk,
        "reply": shared.replies.all()[0].pk,
        "question_type": ContentType.objects.get_for_model(Question).pk,
        "category": rows.page.category.slug,
        "category_row": Category.objects.all()[0].pk,
        "page": rows.page.pk,
        "page_slug": rows.page.slug,
        "cause_slug": rows.page.causes.in_order()[0].slug,
        "unpublished": hidden.pk,
        "unpublished_slug": hidden.slug,
        "cause": rows.page.causes.all()[0].pk,
        "condition_name": rows.page.names.all()[0].pk,
        "source": rows.page.citations.all()[0].source_id,
        "deflection": Deflection.objects.create(question=shared, happened_on=NOON.date()).pk,
        "specialty": rows.specialty.pk,
        "specialty_slug": rows.specialty.slug,
        "topic": rows.topic.pk,
        "topic_slug": rows.topic.slug,
        "doctor": rows.doctor.pk,
        "snippet": snippet.pk,
        "doctor_slug": rows.doctor.slug,
        "wording": ConsentWording.objects.all()[0].pk,
        "rule": rule.pk,
        "rule_change": RuleChange.objects.create(rule=rule, kind="stop", values={}, reason="x").pk,
        "report": PageReport.objects.create(path="/", reason="other", details="Zreportdetails").pk,
        "suspicion": Suspicion.objects.create(
            signs="trap", report=PageReport.objects.create(path="/", reason="other", details="Zsetaside")
        ).pk,
        "message": OutboxMessage.objects.all()[0].pk,
        "vote": HelpfulVote.objects.all()[0].pk,
        "audit": record(action="asked", question=shared).pk,
        "tombstone": Tombstone.objects.create(question_number=999_999).pk,
        "site_page": site_page.pk,
        "group": Group.objects.all()[0].pk,
        "user": user.pk,
        "authenticator": Authenticator.objects.all()[0].pk,
        "passkey": Authenticator.objects.all()[0].pk,
        "task": "00000000-0000-0000-0000-000000000000",
    }
