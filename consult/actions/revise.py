"""The patient changes a question that nobody has answered yet."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from consult.actions.audit import record
from consult.actions.consents import give_consents
from consult.actions.followup import NotNowError
from consult.actions.safety import hold_for_safety
from consult.actions.versions import bump, lock
from consult.models import ConsentWording, Question
from consult.models.question import PATIENT_ANSWERS
from consult.safety.scan import patient_text, scan


@transaction.atomic
def revise_question(
    *, question: Question, fields: Mapping[str, Any], version: int, consents: Iterable[ConsentWording] = ()
) -> Question:
    """Store what the patient changed.  `fields` names some of PATIENT_ANSWERS; another specialty is another queue.

    `consents` are wordings agreed to on the way: a parent's, when the age has become that of a child.  Words about
    self-harm hold the question from publication and alert staff.  Raises NotNowError once a doctor has answered;
    StaleVersionError when the question was saved since `version`.
    """
    question = lock(question, version=version)
    if not question.is_open:
        raise NotNowError
    for name in PATIENT_ANSWERS:
        if name in fields:
            setattr(question, name, fields[name])
    bump(question)
    give_consents(question=question, wordings=consents)
    record(action="edited by patient", question=question)
    return hold_for_safety(question=question, findings=scan(patient_text(question)))
