"""Everything on the private case page, read in a fixed number of queries."""

from typing import Any

from django.conf import settings

from consult.case.follow_ups import counted
from consult.case.help import fitting_help
from consult.case.timeline import timeline
from consult.case.who_answers import who_answers
from consult.models import ConsentWording, FollowUp, Question
from consult.models.consent import ConsentKind
from consult.question.corrections import with_corrections
from consult.question.waiting_time import waiting_words


def overview(question: Question) -> dict[str, Any]:
    """Return the context of the case page: replies as the patient reads them, timeline, and what may be done."""
    published = question.replies.published().select_related("doctor", "specialty").order_by("published_at")
    replies = with_corrections(list(published))
    followups: list[Any] = list(
        question.followups.with_suspicion().select_related("doctor", "meant_for", "answers_request")
    )
    agreed = question.consents.standing(ConsentKind.PUBLISH).exists()
    state = question.state
    unanswered = [
        message
        for message in followups
        if message.kind == FollowUp.Kind.FOLLOW_UP and not (message.answered_at or message.apart_as)
    ]
    waits = bool(unanswered)
    left = max(settings.FOLLOW_UPS_PER_CASE - len(counted(followups)), 0)
    return {
        "question": question,
        "replies": replies,
        "followups": followups,
        "timeline": timeline(question, replies, followups),
        "state_words": state.words(agreed=agreed),
        "agreed_to_publish": agreed,
        "publish_wording": ConsentWording.objects.current()[ConsentKind.PUBLISH],
        "followups_left": left,
        "may_follow_up": state.is_replied and left > 0,
        "may_edit": state.may_be_changed,
        "may_decide_publication": not (state.is_final or state.is_refused),
        "waits_for_answer": waits,
        "who_answers": who_answers(question, unanswered) if state.is_replied else None,
        "help": fitting_help(question, is_owed=waits or not state.is_replied),
        **(waiting_words(question.specialty) if state.awaits_doctor else {}),
    }
