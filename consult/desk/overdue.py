"""Questions that have waited too long: who may answer them and who shares out work are told, once for each."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from consult.desk.waiting import target_of
from consult.models import Question
from consult.models.staffing import StaffNotice
from consult.notifications.staff import answerers, sharers, tell
from consult.question.locking import lock


def tell_of_overdue() -> int:
    """Tell of every question whose target is over and of which nobody was told yet; return how many."""
    told = StaffNotice.objects.filter(
        kind=StaffNotice.Kind.OVERDUE, question=OuterRef("pk"), created_at__gte=OuterRef("waiting_since")
    )
    now, untold = timezone.now(), Question.objects.waiting().filter(~Exists(told))
    overdue = [
        question
        for question in untold.select_related("specialty")
        if question.waiting_since <= now - target_of(question)
    ]
    for question in overdue:
        with transaction.atomic():
            lock(question)
            people = [*answerers(question), *sharers()]
            key = question.waiting_since.isoformat()
            tell(kind=StaffNotice.Kind.OVERDUE, question=question, people=people, key=key)
    return len(overdue)
