"""Named reads of questions.  `public()` is the one rule of what a stranger sees."""

from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least, NullIf

from consult.common.database import one_list
from consult.common.recording import note
from consult.models.claim import Claim
from consult.models.consent import Consent, ConsentKind
from consult.models.correction import Correction
from consult.models.desk_draft import DeskDraft
from consult.models.doctor import Doctor
from consult.models.followup import FollowUp, FollowUpQuerySet
from consult.models.public_question import PublicQuestion
from consult.models.red_flag_finding import RedFlagFinding
from consult.models.reply import Reply
from consult.models.specialty import Specialty, Topic
from consult.models.status import APART, AWAITING_DOCTOR, FINAL, OPEN, REPLIED, Status

# Every queue begins with this: now, then today, and only then by age.
DANGER_FIRST = "-danger_level"

_OPEN_SINCE = Coalesce("waits_from", "asked_at")
"""Since when an open question waits for a doctor."""


def _oldest_messages() -> FollowUpQuerySet:
    """The follow-ups to a question that wait for an answer, the oldest first."""
    return FollowUp.objects.unanswered().filter(question=OuterRef("pk")).order_by("asked_at")


def _messages_since(oldest: FollowUpQuerySet | None = None) -> Coalesce:
    """Since when a question with a reply waits for an answer."""
    messages = _oldest_messages() if oldest is None else oldest
    return Coalesce(Subquery(messages.values("asked_at")[:1]), F("asked_at"))


class QuestionQuerySet(models.QuerySet[Any]):  # Question imports this module
    """Reads of questions, to be chained in views."""

    def public(self) -> "QuestionQuerySet":
        """Questions that a stranger may see: those that meet the rule, of each of which the database keeps a row."""
        row = PublicQuestion.objects.filter(question=OuterRef("pk"))
        return self.filter(Exists(row), published_at__isnull=False)

    def by_rule(self) -> "QuestionQuerySet":
        """The visibility rule itself, as the database carries it out (consult.publicity).

        Published by an editor (status), with the patient's standing consent to publication, at least one
        reply that is both published and approved, and not held back.
        """
        consent = Consent.objects.standing(ConsentKind.PUBLISH).filter(question=OuterRef("pk"))
        reply = Reply.objects.public().filter(question=OuterRef("pk"))
        return self.filter(Exists(consent), Exists(reply), status=Status.PUBLISHED, held_at__isnull=True)

    def newest_first(self) -> "QuestionQuerySet":
        """By publication, newest first: the order of every public list."""
        note("questions")
        return self.order_by("-published_at", "-pk")

    def for_list(self) -> "QuestionQuerySet":
        """With what one row of a public list shows: specialty, and `public_replies` with their doctors."""
        replies = Prefetch("replies", Reply.objects.for_thread(), "public_replies")
        return self.select_related("specialty").prefetch_related(replies)

    def for_thread(self) -> "QuestionQuerySet":
        """With what a thread shows: specialty, `public_replies` and `public_followups` with their doctors."""
        followups = FollowUp.objects.public().select_related("doctor").order_by("asked_at", "pk")
        return self.for_list().prefetch_related(Prefetch("followups", followups, "public_followups"))

    def in_specialty(self, specialty: "Specialty") -> "QuestionQuerySet":
        """Questions filed under this specialty."""
        note("questions in", specialty.pk)
        return self.filter(specialty=specialty)

    def on_topic(self, topic: "Topic") -> "QuestionQuerySet":
        """Questions tagged with this topic."""
        note("questions on", topic.pk)
        return self.filter(topics=topic)

    def public_on(self, topic: "Topic") -> "QuestionQuerySet":
        """Public questions on this topic, with `tag_at` and `tag_question`.

        These are their moment of publication and their key, in the order of an index (consult.public_tags).
        """
        note("questions on", topic.pk)
        order = {"tag_at": F("public_tags__published_at"), "tag_question": F("public_tags__question")}
        found: QuestionQuerySet = self.public().filter(public_tags__topic=topic).annotate(**order)
        return found

    def answered_by(self, doctor: "Doctor") -> "QuestionQuerySet":
        """Questions to which this doctor has a public reply."""
        note("questions by", doctor.pk)
        return self.filter(Exists(Reply.objects.public().filter(question=OuterRef("pk"), doctor=doctor)))

    def waiting(self, doctor: "Doctor | None" = None) -> "QuestionQuerySet":
        """Questions that a doctor owes a reply or a follow-up answer: danger first, then longest waiting.

        With `doctor`, without the follow-ups that a colleague is to answer first.
        """
        owed = Q(status__in=AWAITING_DOCTOR) | self._owed_an_answer(doctor)
        return self.with_waiting_since().filter(owed).order_by(DANGER_FIRST, "waiting_since", "pk")

    def waiting_apart(self, doctor: "Doctor | None" = None) -> "tuple[QuestionQuerySet, QuestionQuerySet]":
        """The same in two reads, those owed a reply and those owed an answer: each is one walk in its own order."""
        replies = self.filter(status__in=AWAITING_DOCTOR).annotate(waiting_since=_OPEN_SINCE)
        answers = self.filter(self._owed_an_answer(doctor)).annotate(waiting_since=_messages_since())
        first, second = (rows.order_by(DANGER_FIRST, "waiting_since", "pk") for rows in (replies, answers))
        return first, second

    @staticmethod
    def _owed_an_answer(doctor: "Doctor | None") -> Q:
        """Whether the question has a follow-up that this doctor, or any, owes an answer."""
        owed = FollowUp.objects.owed_by(doctor) if doctor else FollowUp.objects.unanswered()
        # Few at any time: read as a list once, instead of looked up for every published question.
        return Q(status__in=REPLIED, pk__in=owed.values("question"))

    def awaiting_approval(self) -> "QuestionQuerySet":
        """What an editor has yet to approve: danger first, then what has waited longest for it.

        Answered questions, and public ones with a further reply, a corrected one, or an answered follow-up of which
        nobody has decided, whose patients agreed to publication and that are not held back.
        """

        consent = Consent.objects.standing(ConsentKind.PUBLISH).filter(question=OuterRef("pk"))
        # Few at any time, as in waiting().
        further = Reply.objects.published().filter(approved_at__isnull=True).values("question")
        corrected = Reply.objects.filter(pk__in=Correction.objects.values("reply")).values("question")
        answered = self.model.objects.filter(status=Status.ANSWERED).values("pk")
        unapproved = one_list(answered, further, corrected, FollowUp.objects.undecided().values("question"))
        found = self.with_approval_since().filter(
            Exists(consent),
            pk__in=unapproved,
            status__in=(Status.ANSWERED, Status.PUBLISHED),
            held_at__isnull=True,
        )
        return found.order_by(DANGER_FIRST, "approval_since", "pk")

    def with_approval_since(self) -> "QuestionQuerySet":
        """With `approval_since`: when the oldest words were written that wait for an editor.

        Of a question that is not public all of it waits, from its first reply on.
        """
        further: Any = Reply.objects.published().filter(approved_at__isnull=True)
        further = further.annotate(at=Coalesce("corrected_at", "published_at"))
        corrected = Correction.objects.filter(reply__question=OuterRef("pk")).annotate(at=F("written_at"))
        messages = FollowUp.objects.undecided().annotate(at=Coalesce("new_answer_at", "answered_at"))
        of_case = (
            further.filter(question=OuterRef("pk")),
            corrected,
            messages.filter(question=OuterRef("pk")),
        )
        oldest = (Subquery(rows.order_by("at").values("at")[:1]) for rows in of_case)
        # Not the least of them as they are: on SQLite that is none where one of them is none.
        never = Value(datetime.max.replace(year=2999, tzinfo=UTC), models.DateTimeField())
        since = NullIf(Least(*(Coalesce(moment, never) for moment in oldest)), never)
        found: QuestionQuerySet = self.annotate(
            approval_since=Case(
                When(status=Status.PUBLISHED, then=Coalesce(since, F("answered_at"))),
                default=F("answered_at"),
            )
        )
        return found

    def held(self) -> "QuestionQuerySet":
        """Questions held back from publication: danger first, then longest held."""
        return self.filter(held_at__isnull=False).order_by(DANGER_FIRST, "held_at", "pk")

    def in_danger(self) -> "QuestionQuerySet":
        """Questions with a danger that calls for help now and that nobody of the staff has looked at."""
        # Few at any time, as in waiting().
        alarming = RedFlagFinding.objects.alarming().unlooked().values("question")
        return self.filter(pk__in=alarming).order_by(DANGER_FIRST, "asked_at", "pk")

    def with_waiting_since(self) -> "QuestionQuerySet":
        """With `waiting_since`: when the message was written that a doctor owes an answer to.

        `waiting_message` has its words; none where it is the question.  For an open question it is moved on by the time
        in which we waited for the patient (Question.clock_began).
        """
        oldest = _oldest_messages()
        found: QuestionQuerySet = self.annotate(
            waiting_since=Case(When(status__in=OPEN, then=_OPEN_SINCE), default=_messages_since(oldest)),
            waiting_message=Subquery(oldest.values("text")[:1]),
        )
        return found

    def with_who_is_at_work(self, reader: int | None = None) -> "QuestionQuerySet":
        """With who has it (`taken_by`, `taken_by_doctor`), of whom (`given_by`), and whose draft is the last.

        `is_own` says whether that is the user, by key, for whom the row is written.
        """
        claims = Claim.objects.running().filter(question=OuterRef("pk"))
        drafts = Reply.objects.drafts().filter(question=OuterRef("pk")).order_by("-updated_at")
        found: QuestionQuerySet = self.annotate(
            taken_by_doctor=Subquery(claims.values("doctor")[:1]),
            taken_by=Subquery(claims.values("doctor__name")[:1]),
            given_by=Subquery(claims.values("assigned_by")[:1]),
            is_own=Exists(claims.filter(doctor__user=reader or 0)),
            draft_by=Subquery(drafts.values("doctor__name")[:1]),
            draft_at=Subquery(drafts.values("updated_at")[:1]),
        )
        return found

    def with_red_flags(self) -> "QuestionQuerySet":
        """With what the safety check marked, the worst first."""
        findings = RedFlagFinding.objects.worst_first().select_related("followup")
        return self.prefetch_related(Prefetch("red_flags", findings))

    def for_doctor(self, doctor: "Doctor") -> "QuestionQuerySet":
        """What this doctor may open: own specialties, questions without one, own earlier cases, and what was given.

        Nothing that looks like abuse.
        """
        return self.exclude(status__in=APART).filter(
            Q(specialty__in=doctor.specialties.all())
            | Q(specialty__isnull=True)
            | Q(self._has_reply_of(doctor))
            | Q(pk__in=Claim.objects.given_to(doctor).values("question"))
        )

    def free_for(self, doctor: "Doctor") -> "QuestionQuerySet":
        """Questions that no other doctor has taken."""
        others = Claim.objects.running().exclude(doctor=doctor)
        return self.exclude(Exists(others.filter(question=OuterRef("pk"))))

    def taken_by(self, doctor: "Doctor") -> "QuestionQuerySet":
        """Questions that this doctor has taken: danger first, then those whose time ends first."""
        claims = Claim.objects.running().filter(doctor=doctor)
        return self.filter(pk__in=claims.values("question")).order_by(DANGER_FIRST, "claim__until", "pk")

    def followed_up_for(self, doctor: "Doctor") -> "QuestionQuerySet":
        """Questions with a follow-up that this doctor is to answer: danger first, then longest waiting."""
        meant = FollowUp.objects.unanswered().filter(meant_for=doctor)
        found: QuestionQuerySet = self.filter(status__in=REPLIED, pk__in=meant.values("question")).annotate(
            waiting_since=_messages_since()
        )
        return found.order_by(DANGER_FIRST, "waiting_since", "pk")

    def begun_by(self, doctor: "Doctor") -> "QuestionQuerySet":
        """Questions on which this doctor has a draft, or unsent words at the desk: danger first, then oldest."""
        drafts = Reply.objects.drafts().filter(doctor=doctor)
        typed = DeskDraft.objects.filter(user=doctor.user_id)
        open_still = self.exclude(status__in=FINAL)
        begun = one_list(drafts.values("question"), typed.values("question"))
        return open_still.filter(pk__in=begun).order_by(DANGER_FIRST, "asked_at", "pk")

    def worked_on_by(self, doctor: "Doctor") -> "QuestionQuerySet":
        """Questions on which this doctor has a reply or a draft."""
        return self.filter(self._has_reply_of(doctor))

    @staticmethod
    def _has_reply_of(doctor: "Doctor") -> Exists:
        """Whether the doctor has written a reply or a draft."""
        return Exists(Reply.objects.filter(question=OuterRef("pk"), doctor=doctor))
