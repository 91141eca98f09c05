"""Replies are drawn for review, and scored."""

from secrets import SystemRandom

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from consult.models import Reply
from consult.models.quality import ITEMS, QualityReview
from consult.models.question import Origin
from consult.models.status import FINAL
from consult.question.audit import REVIEWED, Actor, record, signed_in

HUNDRED = 100


class AlreadyScoredError(Exception):
    """Somebody has scored this reply meanwhile."""


@transaction.atomic
def draw_sample(*, percent: int) -> int:
    """Draw so many replies of each doctor that `percent` in a hundred are drawn; return how many were.

    Which, is left to chance, among all that were not drawn.  A doctor's first is due as soon as chance has it, not
    after fifty: each doctor's count begins at a place of its own.  Writes no audit entry: nothing is done to a case.
    """
    if not percent:
        return 0
    chance = SystemRandom()
    asked_here = (
        Reply.objects.published()
        .filter(question__origin=Origin.PATIENT, doctor__user__isnull=False)
        .exclude(question__status__in=FINAL)
    )
    written = dict(asked_here.order_by().values_list("doctor").annotate(Count("pk")))
    drawn = dict(QualityReview.objects.order_by().values_list("reply__doctor").annotate(Count("pk")))
    reviews = []
    for doctor, count in written.items():
        due = (count * percent + _start(doctor)) // HUNDRED - drawn.get(doctor, 0)
        left = asked_here.filter(doctor=doctor).exclude(pk__in=QualityReview.objects.values("reply"))
        keys = list(left.order_by("pk").values_list("pk", flat=True)) if due > 0 else []
        reviews += [QualityReview(reply_id=key) for key in chance.sample(keys, min(due, len(keys)))]
    QualityReview.objects.bulk_create(reviews)
    return len(reviews)


def _start(doctor: int) -> int:
    """Where the count of this doctor begins, 0 to 99: the same every time, spread over all doctors."""
    return doctor * 37 % HUNDRED


@transaction.atomic
def score_reply(*, review: QualityReview, scores: dict[str, int], remark: str, actor: Actor) -> QualityReview:
    """Store the scores, once.  Raises AlreadyScoredError when a colleague was quicker."""
    stored = (
        QualityReview.objects.select_for_update(of=("self",))
        .select_related("reply__question")
        .get(pk=review.pk)
    )
    if stored.reviewed_at:
        raise AlreadyScoredError
    for column in ITEMS:
        setattr(stored, column, scores[column])
    stored.remark, stored.reviewer, stored.reviewed_at = remark, signed_in(actor), timezone.now()
    stored.save()
    record(action=REVIEWED, question=stored.reply.question, actor=actor)
    return stored
