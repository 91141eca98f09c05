"""A patient's data, whole, in plain structures."""

from typing import Any

from consult.case.timeline import timeline
from consult.models import Question
from consult.models.question import LIMITS


def export(question: Question) -> dict[str, Any]:
    """Return everything we keep about this case, as JSON-safe structures.

    Drafts of replies and internal notes are the doctors' own and not in it.  Times are ISO 8601.
    """
    return {
        "question": _question(question),
        "consents": [
            {
                "agreed_to": consent.wording.text,
                "wording_version": consent.wording.version,
                "given_at": _time(consent.given_at),
                "withdrawn_at": _time(consent.withdrawn_at),
            }
            for consent in question.consents.select_related("wording").order_by("given_at", "pk")
        ],
        "replies": [
            {
                "doctor": reply.doctor.name,
                "specialty": reply.specialty.name,
                "reply": reply.text,
                "safety_net": reply.safety_net_lines,
                "more_info": reply.more_info,
                "replied_at": _time(reply.published_at),
            }
            for reply in question.replies.published().select_related("doctor", "specialty")
        ],
        "messages": [
            {
                "kind": followup.get_kind_display(),
                "message": followup.text,
                "sent_at": _time(followup.asked_at),
                "answer": followup.answer if followup.answered_at else "",
                "answered_by": followup.doctor.name if followup.doctor and followup.answered_at else "",
                "answered_at": _time(followup.answered_at),
            }
            for followup in question.followups.select_related("doctor")
        ],
        "mails": [
            {
                "about": message.get_kind_display(),
                "state": message.get_state_display(),
                "sent_at": _time(message.sent_at),
            }
            for message in question.messages.filter(contact__isnull=False).order_by("created_at")
        ],
        "events": [
            {"at": _time(event.at), "event": str(event.words)}
            for event in timeline(question, question.replies.published(), question.followups.all())
        ],
    }


def _question(question: Question) -> dict[str, Any]:
    """The question itself, with the address that mail goes to."""
    return {
        "number": question.pk,
        **{name: getattr(question, name) for name in LIMITS},
        "about": question.get_about_display(),
        "age_range": question.get_age_range_display() if question.age_range else "",
        "sex": question.get_sex_display() if question.sex else "",
        "specialty": question.specialty.name if question.specialty else "",
        "topics": [topic.name for topic in question.topics.all()],
        "email": question.contact.email if question.contact else "",
        "status": question.get_status_display(),
        "message_from_staff": question.staff_message,
        "asked_at": _time(question.asked_at),
        "answered_at": _time(question.answered_at),
        "published_at": _time(question.published_at),
    }


def _time(value: Any) -> str | None:
    """An ISO 8601 time, or None."""
    return value.isoformat() if value else None
