"""A patient's data, whole, in plain structures: each fact with its key in the file and what the patient calls it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult.case.timeline import timeline
from consult.models import Question, Suspicion
from consult.models.question_fields import FIELDS
from consult.models.reply import SAFETY_NET_HEADING
from consult.models.safety import DangerLevel
from consult.question.corrections import with_corrections

HOW_SOON = {
    DangerLevel.TODAY: _("It may need help today"),
    DangerLevel.NOW: _("It may need help at once"),
}
MARKED_BY = {
    True: _("A rule for words like these, applied by a computer"),
    False: _("A computer's reading of the sentence"),
}


@dataclass(frozen=True)
class Line:
    """One fact of a row: its key, its label, how it is read, and whether staff write it in CommonMark."""

    name: str
    label: Any
    read: Callable[[Any], Any]
    is_marked_up: bool = False


@dataclass(frozen=True)
class Section:
    """One part of the data: its key, its title, the rows in it and their lines."""

    name: str
    title: Any
    rows: Callable[[Question], Iterable[Any]]
    lines: tuple[Line, ...]


SECTIONS = (
    Section(
        "question",
        _("Your question"),
        lambda question: [question],
        tuple(Line(field.name, field.label, field.told) for field in FIELDS if field.is_exported),
    ),
    Section(
        "consents",
        _("What you agreed to"),
        lambda question: question.consents.select_related("wording").order_by("given_at", "pk"),
        (
            Line("agreed_to", _("Words"), lambda consent: consent.wording.text),
            Line("wording_version", _("Version of the words"), lambda consent: consent.wording.version),
            Line("given_at", _("Agreed on"), lambda consent: _time(consent.given_at)),
            Line("withdrawn_at", _("Taken back on"), lambda consent: _time(consent.withdrawn_at)),
        ),
    ),
    Section(
        "replies",
        _("Replies"),
        lambda question: with_corrections(
            list(question.replies.published().select_related("doctor", "specialty"))
        ),
        (
            Line("doctor", _("Doctor"), lambda reply: reply.doctor.name),
            Line("specialty", _("Kind of doctor"), lambda reply: reply.specialty.name),
            Line("needs_examination", _("Examination in person"), lambda reply: reply.examination_heading),
            Line("reply", _("Reply"), lambda reply: reply.text, is_marked_up=True),
            Line("safety_net", SAFETY_NET_HEADING, lambda reply: reply.safety_net_lines),
            Line("more_info", _("More Info"), lambda reply: reply.more_info, is_marked_up=True),
            Line("replied_at", _("Replied on"), lambda reply: _time(reply.published_at)),
            Line(
                "corrected_at",
                _("Corrected on"),
                lambda reply: _time(reply.waiting.written_at if reply.waiting else reply.corrected_at),
            ),
        ),
    ),
    Section(
        "requests",
        _("What we asked you"),
        lambda question: question.information_requests.all(),
        (
            Line("request", _("Message"), lambda request: request.text),
            Line("requested_at", _("Asked on"), lambda request: _time(request.asked_at)),
        ),
    ),
    Section(
        "messages",
        _("Your messages"),
        lambda question: question.followups.select_related("doctor"),
        (
            Line("kind", _("Kind"), lambda followup: followup.get_kind_display()),
            Line("message", _("Message"), lambda followup: followup.text),
            Line("sent_at", _("Sent on"), lambda followup: _time(followup.asked_at)),
            Line(
                "answer",
                _("Answer"),
                lambda followup: (followup.new_answer or followup.answer) if followup.answered_at else "",
                is_marked_up=True,
            ),
            Line(
                "answered_by",
                _("Answered by"),
                lambda followup: followup.doctor.name if followup.doctor and followup.answered_at else "",
            ),
            Line("answered_at", _("Answered on"), lambda followup: _time(followup.answered_at)),
            Line(
                "corrected_at",
                _("Corrected on"),
                lambda followup: _time(followup.new_answer_at or followup.corrected_at),
            ),
        ),
    ),
    Section(
        "safety_check",
        _("What our safety check marked"),
        lambda question: question.red_flags.order_by("found_at", "pk"),
        (
            Line("marked_as", _("Marked as"), lambda finding: finding.name),
            Line("how_soon", _("What it calls for"), lambda finding: str(HOW_SOON[finding.level])),
            Line("words", _("Because of your words"), lambda finding: finding.words),
            Line("marked_by", _("Marked by"), lambda finding: str(MARKED_BY[finding.is_by_rule])),
            Line("made_by", _("Its name and version"), lambda finding: finding.made_by),
            Line("marked_at", _("Marked on"), lambda finding: _time(finding.found_at)),
            Line("looked_at", _("Looked at by our staff on"), lambda finding: _time(finding.looked_at)),
        ),
    ),
    Section(
        "abuse_check",
        _("What our check for abuse marked"),
        lambda question: Suspicion.objects.of_case(question).order_by("noted_at", "pk"),
        (
            Line("because", _("Because"), lambda suspicion: ". ".join(suspicion.why)),
            Line("marked_at", _("Marked on"), lambda suspicion: _time(suspicion.noted_at)),
            Line("outcome", _("Outcome"), lambda suspicion: suspicion.get_outcome_display()),
            Line("reason", _("Reason"), lambda suspicion: suspicion.reason),
            Line("decided_at", _("Decided on"), lambda suspicion: _time(suspicion.decided_at)),
        ),
    ),
    Section(
        "mails",
        _("Our e-mails to you"),
        lambda question: question.messages.filter(contact__isnull=False).order_by("created_at"),
        (
            Line("about", _("About"), lambda message: message.get_kind_display()),
            Line("state", _("State"), lambda message: message.get_state_display()),
            Line("sent_at", _("Sent on"), lambda message: _time(message.sent_at)),
        ),
    ),
    Section(
        "events",
        _("What happened"),
        lambda question: timeline(question, question.replies.published(), question.followups.all()),
        (
            Line("at", _("On"), lambda event: _time(event.at)),
            Line("event", _("Event"), lambda event: str(event.words)),
        ),
    ),
)


def export(question: Question) -> dict[str, Any]:
    """Return everything we keep about this case, as JSON-safe structures: a list of rows for each section.

    Drafts of replies and internal notes are the doctors' own and not in it.  Times are ISO 8601.
    """
    data: dict[str, Any] = {
        section.name: [
            {line.name: line.read(row) for line in section.lines} for row in section.rows(question)
        ]
        for section in SECTIONS
    }
    # There is one question.
    return {**data, "question": data["question"][0]}


def _time(value: Any) -> str | None:
    """An ISO 8601 time, or None."""
    return value.isoformat() if value else None
