"""The actions of staff, and the roles that each is open to."""

from conditions.models import ReferencePage, Source
from consult.models import (
    AuditEntry,
    Claim,
    Doctor,
    FollowUp,
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
from consult.models.quality import QualityReview
from consult.models.staffing import Absence, OnCall
from portal.models import SitePage
from portal.roles import ADMINISTRATORS, DOCTORS, EDITORS, HEADS, MODERATORS, REVIEWERS
from tests.factories import (
    DoctorFactory,
    QuestionFactory,
    ReferencePageFactory,
    SourceFactory,
    SpecialtyFactory,
    TopicFactory,
)
from tests.portal.roles.groups import EVERYBODY
from tests.portal.roles.requests import (
    Action,
    answer_corrected,
    approved_page,
    asked_for_opinion,
    be_away,
    claim,
    decided,
    decision_given,
    deletion,
    edit,
    elsewhere,
    give_away,
    has,
    is_published,
    mail,
    new_specialty,
    now,
    of,
    on_approval,
    on_desk,
    opinion_of,
    page_of,
    put_on_call,
    report,
    scored,
    send_away,
    taken_over,
)

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
    "correct the answer of a doctor": (
        Action(answer_corrected, lambda row: FollowUp.objects.get(pk=row.pk).answer == "Sleep."),
        (MODERATORS, ADMINISTRATORS),
    ),
    "give the decision about a changed reference to a doctor": (
        Action(decision_given, lambda q: Claim.objects.filter(question=q).exists()),
        (MODERATORS, ADMINISTRATORS),
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
    "delete a doctor": (deletion(Doctor, DoctorFactory, asked_again=True), (ADMINISTRATORS,)),
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
