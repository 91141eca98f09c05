"""Which of what was typed at the desk is kept, and how it comes back into the form."""

from typing import Any

from django.http import QueryDict

from consult.models import DeskDraft, Reply

# Of the form that is sent along with every button, not typed.
NOT_TYPED = {"csrfmiddlewaretoken", "action", "red_flag", "assign_seen"}
# The fields of the other buttons: what stands in them is not done with when the reply is saved.
DONE_WITH = {
    "ask": ("ask_message",),
    "decline": ("decline_reason", "decline_message"),
    "refer": ("refer_to", "refer_note"),
    "note": ("note_text",),
    "askopinion": ("opinion_of", "opinion_request"),
    "assign": ("assign_to",),
}
FOLLOW_UP = ("followup-", "correct-")
"""How the fields of answers to messages begin: a first one, and one that is corrected."""
TARGET = "of_reply"
"""Under this name it is kept which reply was being changed."""

LONGEST = 200_000
"""Letters of a whole form; the fields together take fewer."""


def typed_in(data: QueryDict, reply: Reply | None, without: str = "") -> dict[str, list[str]]:
    """Everything that stands in the form, with the reply that it was typed for; `without` that of one button."""
    fields = {
        name: values
        for name, values in data.lists()
        if name not in NOT_TYPED and len(name) < 100 and not _is_of(name, without)
    }
    return {**fields, TARGET: [str(reply.pk) if reply and reply.pk else ""]}


def is_too_long(fields: dict[str, list[str]]) -> bool:
    """Whether it cannot be what a person typed."""
    return sum(len(value) for values in fields.values() for value in values) > LONGEST


def left_over(data: QueryDict, pressed: str) -> dict[str, list[str]]:
    """What was typed for other buttons than the one that has just been carried out."""
    buttons = {name for names in DONE_WITH.values() for name in names}
    return {
        name: values
        for name, values in data.lists()
        if (name in buttons or name.startswith(FOLLOW_UP))
        and not _is_of(name, pressed)
        and any(value.strip() for value in values)
    }


def _is_of(name: str, button: str) -> bool:
    """Whether a field belongs to the button: it is done with once that was carried out."""
    is_of_answer = button.startswith(FOLLOW_UP) and name.startswith(f"{button}-")
    return name in DONE_WITH.get(button, ()) or is_of_answer


def read_unsent(question: Any, user: Any) -> DeskDraft | None:
    """What this person has typed for the question and not sent.  No query where it was read with the question."""
    if not hasattr(question, "unsent_at"):
        return DeskDraft.objects.filter(question=question, user=user).first()
    if question.unsent_at is None:
        return None
    return DeskDraft(question=question, user=user, fields=question.unsent_fields, kept_at=question.unsent_at)


def as_sent(draft: DeskDraft, reply: Reply | None) -> QueryDict | None:
    """The kept words as a form sends them; None when they belong to another reply than the one in the form."""
    target = draft.fields.get(TARGET)
    if target is not None and target != [str(reply.pk) if reply and reply.pk else ""]:
        return None
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        if name != TARGET:
            data.setlist(name, values)
    return data
