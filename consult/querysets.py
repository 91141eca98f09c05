"""Named reads of questions.  `public()` is the one rule of what a stranger sees."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from consult.models.status import OPEN, Status

if TYPE_CHECKING:
    from consult.models import Doctor, Specialty, Topic


class QuestionQuerySet(models.QuerySet):  # type: ignore[type-arg]  # Question imports this module
    """Reads of questions, to be chained in views."""

    def public(self) -> "QuestionQuerySet":
        """Questions that a stranger may see.

        Published by an editor (status), with the patient's standing consent to publication, at least one
        reply that is both published and approved, and not held back.
        """
        from consult.models import Consent, Reply
        from consult.models.consent import ConsentKind

        consent = Consent.objects.filter(
            question=OuterRef("pk"), kind=ConsentKind.PUBLISH, withdrawn_at__isnull=True
        )
        reply = Reply.objects.public().filter(question=OuterRef("pk"))
        return self.filter(Exists(consent), Exists(reply), status=Status.PUBLISHED, held_at__isnull=True)

    def newest_first(self) -> "QuestionQuerySet":
        """By publication, newest first: the order of every public list."""
        return self.order_by("-published_at", "-pk")

    def for_list(self) -> "QuestionQuerySet":
        """With what one row of a public list shows: specialty, and public replies with their doctors."""
        return self.select_related("specialty").prefetch_related(self._public_replies())

    def for_thread(self) -> "QuestionQuerySet":
        """With what a thread shows: public replies, their doctors and specialties, topics, follow-ups."""
        from consult.models import FollowUp, Topic

        return self.select_related("specialty").prefetch_related(
            self._public_replies(),
            Prefetch("followups", FollowUp.objects.public().select_related("doctor"), "public_followups"),
            Prefetch("topics", Topic.objects.select_related("specialty")),
        )

    def _public_replies(self) -> Prefetch:
        """Prefetch the replies that a stranger may see as `public_replies`, oldest first."""
        from consult.models import Reply

        replies = Reply.objects.public().select_related("doctor", "specialty").order_by("published_at", "pk")
        return Prefetch("replies", replies, "public_replies")

    def in_specialty(self, specialty: "Specialty") -> "QuestionQuerySet":
        """Questions filed under this specialty."""
        return self.filter(specialty=specialty)

    def on_topic(self, topic: "Topic") -> "QuestionQuerySet":
        """Questions tagged with this topic."""
        return self.filter(topics=topic)

    def answered_by(self, doctor: "Doctor") -> "QuestionQuerySet":
        """Questions to which this doctor has a public reply."""
        from consult.models import Reply

        return self.filter(Exists(Reply.objects.public().filter(question=OuterRef("pk"), doctor=doctor)))

    def waiting(self) -> "QuestionQuerySet":
        """Questions that a doctor owes a reply or a follow-up answer, oldest first."""
        from consult.models import FollowUp

        open_followup = FollowUp.objects.unanswered().filter(question=OuterRef("pk"))
        owed = Q(status=Status.WAITING) | (
            Q(status__in=[Status.ANSWERED, Status.PUBLISHED]) & Q(Exists(open_followup))
        )
        return self.filter(owed).order_by("asked_at", "pk")

    def unanswered(self) -> "QuestionQuerySet":
        """Questions without a first reply that are still open."""
        return self.filter(status__in=OPEN)

    def awaiting_approval(self) -> "QuestionQuerySet":
        """Answered questions whose patients agreed to publication and that an editor has yet to approve."""
        from consult.models import Consent
        from consult.models.consent import ConsentKind

        consent = Consent.objects.filter(
            question=OuterRef("pk"), kind=ConsentKind.PUBLISH, withdrawn_at__isnull=True
        )
        return self.filter(Exists(consent), status=Status.ANSWERED).order_by("answered_at", "pk")

    def for_doctor(self, doctor: "Doctor") -> "QuestionQuerySet":
        """What this doctor may open: own specialties, questions without one, and own earlier cases."""
        from consult.models import Reply

        own = Reply.objects.filter(question=OuterRef("pk"), doctor=doctor)
        return self.filter(
            Q(specialty__in=doctor.specialties.all()) | Q(specialty__isnull=True) | Q(Exists(own))
        )
