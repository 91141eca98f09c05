"""The patient changes a question that nobody has answered yet."""

from collections.abc import Mapping

from django.db import transaction

from consult.actions.audit import record
from consult.actions.followup import NotNowError
from consult.actions.safety import hold_for_safety
from consult.actions.versions import bump, lock
from consult.models import Question
from consult.safety.scan import patient_text, scan

EDITABLE = ("title", "body", "began", "tried", "seen", "wants", "display_name")


@transaction.atomic
def edit_question(*, question: Question, fields: Mapping[str, str], version: int) -> Question:
    """Store the changed words.  `fields` names some of EDITABLE.

    Words about self-harm hold it from publication and alert staff.  Raises NotNowError once a
    doctor has answered; StaleVersionError when the question was saved since `version`.
    """
    question = lock(question, version=version)
    if not question.is_open:
        raise NotNowError
    for name in EDITABLE:
        if name in fields:
            setattr(question, name, fields[name])
    bump(question)
    record(action="edited by patient", question=question)
    return hold_for_safety(question=question, findings=scan(patient_text(question)))
