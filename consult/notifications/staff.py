"""Tells staff of what concerns them, each person as they chose: at once, in one mail a day, or not by mail.

A notice holds no word of the question; what it says is made from its kind when it is shown or mailed.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.utils import timezone

from consult.common.holders import holders_of
from consult.models import Doctor, OutboxMessage, Question
from consult.models.staffing import Absence, How, NoticeChoices, StaffNotice, present
from consult.notifications.alert import alert_addresses
from consult.notifications.tasks import send_due_messages

Kind = StaffNotice.Kind


def tell(
    *,
    kind: str,
    question: Question,
    people: Iterable[Any],
    key: str,
    actor: AbstractBaseUser | AnonymousUser | None = None,
) -> None:
    """Tell these users of one thing about the question, each once for each `key`; never who did it.

    Call it inside the transaction that has the question locked.  Five queries, for however many people.
    """
    users = {user.pk: user for user in people if user and user.is_active and user != actor}
    if not (question.tells_staff and users):
        return
    chosen = {row.user_id: row for row in NoticeChoices.objects.filter(user__in=users)}
    away = Absence.objects.on(timezone.localdate()).filter(doctor__user__in=users)
    absent = set(away.values_list("doctor__user", flat=True))
    notices = [
        _notice(user, chosen.get(number) or NoticeChoices(), kind, question, key, is_away=number in absent)
        for number, user in users.items()
    ]
    told = set(StaffNotice.objects.filter(key__in=[row.key for row in notices]).values_list("key", flat=True))
    new = [
        row for row in notices if row.key not in told and (row.how != How.NONE or kind in StaffNotice.SHOWN)
    ]
    at_once = [row for row in new if row.how == How.AT_ONCE]
    mails = OutboxMessage.objects.bulk_create(
        OutboxMessage(
            kind=OutboxMessage.Kind.STAFF_NOTICE,
            question=question,
            staff=row.user,
            dedupe_key=f"notice:{row.key}",
        )
        for row in at_once
    )
    for row, mail in zip(at_once, mails, strict=True):
        row.mail = mail
    StaffNotice.objects.bulk_create(new)
    if mails:
        transaction.on_commit(send_due_messages.enqueue, robust=True)


def tell_of_changed_words(*, question: Question, doctor: Doctor, key: str, actor: Any) -> None:
    """Tell the doctor that somebody else changed words which stand under the doctor's name."""
    if doctor.user_id and doctor.user_id != getattr(actor, "pk", None):
        tell(kind=Kind.CHANGED, question=question, people=[doctor.user], key=key, actor=actor)


def was_told(*, kind: str, question: Question, user: Any) -> bool:
    """Whether there is a notice of this kind about the question for this user."""
    return StaffNotice.objects.filter(kind=kind, question=question, user=user).exists()


def _notice(
    user: Any, chosen: NoticeChoices, kind: str, question: Question, key: str, *, is_away: bool
) -> StaffNotice:
    """The notice of one person, not yet stored; who has no address is not mailed, who is away when they are back."""
    how = getattr(chosen, StaffNotice.CHOICE[Kind(kind)]) if user.email else How.NONE
    how = How.DAILY if is_away and how == How.AT_ONCE else how
    return StaffNotice(
        user=user, question=question, kind=kind, how=how, key=f"{kind}:{question.pk}:{user.pk}:{key}"
    )


def answerers(question: Question) -> list[Any]:
    """The users of the doctors at work who may answer the question: those of its specialty, or all when it has none."""
    return at_work_in(question.specialty_id)


def at_work_in(specialty: int | None) -> list[Any]:
    """The users of the doctors of this specialty (by key) who are at work; of all doctors for None."""
    doctors = present() if specialty is None else present().filter(specialties=specialty)
    return [doctor.user for doctor in doctors.select_related("user")]


def sharers() -> list[Any]:
    """The users who share questions out among doctors."""
    return list(holders_of("consult.assign_question"))


def tell_of_danger(*, question: Question, key: str) -> None:
    """Tell who may answer it; not those to whom the alert itself goes."""
    alerted = {address.lower() for address in alert_addresses()}
    people = [user for user in answerers(question) if user.email.lower() not in alerted]
    tell(kind=Kind.ALERT, question=question, people=people, key=key)
