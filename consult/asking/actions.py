"""A draft becomes a question, once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from consult.asking.person import needs_guardian
from consult.models import CaseLink, ConsentWording, Draft, Question
from consult.models.consent import ConsentKind
from consult.models.question_fields import ANSWERS, QuestionField
from consult.question.actions.ask import ask_question
from consult.question.actions.red_flags import Reading


@transaction.atomic
def submit_draft(
    *,
    draft: Draft,
    consents: Iterable[ConsentWording],
    signs: Iterable[str] = (),
    reading: Reading | None = None,
) -> tuple[Question, str]:
    """Store the draft as a question; return it and the token of a private case link.

    The answers must have been checked (consult.asking.steps.incomplete_step).  A second call for the same draft
    returns the same question with a further link.  The draft's words are emptied.  `signs` of abuse
    set the question aside (consult.question.actions.set_aside).  `reading` is what stands of danger in its words, when
    they have been read already.
    """
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.question is not None:
        return draft.question, CaseLink.to_case(draft.question)
    answers = draft.answers
    question, token = ask_question(
        fields=dict(_stored(field, answers.get(field.name, "")) for field in ANSWERS),
        consents=[*consents, *_guardian(answers)],
        email=answers.get("email", ""),
        signs=signs,
        reading=reading,
    )
    draft.question = question
    draft.answers = {}
    draft.save()
    return question, token


def _stored(field: QuestionField, answer: str) -> tuple[str, Any]:
    """An answer of the draft as an attribute of Question."""
    column = field.model_field
    if column.is_relation:
        return column.attname, int(answer) if answer else None
    return column.name, answer.strip() or column.get_default()


def _guardian(answers: Mapping[str, Any]) -> list[ConsentWording]:
    """The guardian's consent, where one is needed."""
    if not needs_guardian(answers):
        return []
    return [ConsentWording.objects.get(kind=ConsentKind.GUARDIAN, pk=answers["guardian"])]
