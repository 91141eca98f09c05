"""The patient changes a question that nobody has answered yet."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from consult.case.actions.followup import NotNowError
from consult.events import question_written
from consult.models import ConsentWording, Question
from consult.models.question_fields import EDITABLE
from consult.question.actions.red_flags import Reading, record_red_flags
from consult.question.actions.set_aside import set_aside
from consult.question.audit import record
from consult.question.consents import give_consents
from consult.question.locking import bump, lock


@transaction.atomic
def revise_question(
    *,
    question: Question,
    fields: Mapping[str, Any],
    version: int,
    consents: Iterable[ConsentWording] = (),
    signs: Iterable[str] = (),
    reading: Reading | None = None,
) -> Question:
    """Store what the patient changed.  `fields` names some that are EDITABLE; another specialty is another queue.

    `consents` are wordings agreed to on the way: a parent's, when the age has become that of a child.  The safety
    check reads the words anew (record_red_flags) unless that is done (`reading`); with `signs` of abuse a waiting
    question is set aside, unless a doctor is at work on it.  Raises NotNowError once a doctor has answered;
    StaleVersionError when the question was saved since `version`.
    """
    question = lock(question, version=version)
    if not question.state.may_be_changed:
        raise NotNowError
    for field in EDITABLE:
        if field.name in fields:
            setattr(question, field.name, fields[field.name])
    bump(question)
    give_consents(question=question, wordings=consents)
    record(action="edited by patient", question=question)
    question_written.send(sender=Question, question=question)
    question = record_red_flags(question=question, reading=reading)
    if signs and question.state.is_open and set_aside(post=question, signs=signs):
        question.refresh_from_db()
    return question
