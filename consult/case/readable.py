"""The export as sections of labelled lines, for a page that people read."""

from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consult.common.commonmark import plain_text
from consult.models.reply import SAFETY_NET_HEADING

# What staff write in CommonMark; a patient reads it without the signs.
MARKED_UP = {"reply", "more_info", "answer"}

Entry = list[tuple[str, str]]

LABELS = {
    "number": _("Number"),
    "title": _("Your question"),
    "about": _("About"),
    "age_range": _("Age"),
    "sex": _("Sex"),
    "specialty": _("Kind of doctor"),
    "topics": _("Topics"),
    "status": _("Status"),
    "doctor": _("Doctor"),
    "reply": _("Reply"),
    "more_info": _("More Info"),
    "kind": _("Kind"),
    "message": _("Message"),
    "answer": _("Answer"),
    "answered_by": _("Answered by"),
    "state": _("State"),
    "body": _("What is happening"),
    "began": _("When it began"),
    "tried": _("Tried, and tests"),
    "seen": _("Who has been seen"),
    "wants": _("What you want to know"),
    "display_name": _("Display name"),
    "email": _("E-mail"),
    "agreed_to": _("Words"),
    "wording_version": _("Version of the words"),
    "given_at": _("Agreed on"),
    "withdrawn_at": _("Taken back on"),
    "asked_at": _("Asked on"),
    "answered_at": _("Answered on"),
    "published_at": _("Published on"),
    "replied_at": _("Replied on"),
    "sent_at": _("Sent on"),
    "message_from_staff": _("Message to you"),
    "safety_net": SAFETY_NET_HEADING,
}


def readable(data: dict[str, Any]) -> list[tuple[list[Entry], str]]:
    """Return (entries, title) for each part of an export; an entry is a list of (label, words), empty ones left out."""
    titles: dict[str, Any] = {
        "question": _("Your question"),
        "consents": _("What you agreed to"),
        "replies": _("Replies"),
        "messages": _("Your messages"),
        "mails": _("Our e-mails to you"),
        "events": _("What happened"),
    }
    sections = []
    for key, title in titles.items():
        rows = data[key] if isinstance(data[key], list) else [data[key]]
        sections.append(([_days(rows)] if key == "events" else [_entry(row) for row in rows], title))
    return sections


def _days(events: list[dict[str, Any]]) -> Entry:
    """What happened, each beside its day."""
    return [(_words("at", event["at"]), event["event"]) for event in events]


def _entry(row: dict[str, Any]) -> Entry:
    """One row as labelled lines."""
    return [(str(LABELS[name]), _words(name, value)) for name, value in row.items() if value]


def _words(name: str, value: Any) -> str:
    """A value as people read it; of a time, the day that it was here."""
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if name in MARKED_UP:
        return "\n".join(map(plain_text, value.splitlines()))
    moment = parse_datetime(value) if name.split("_")[-1] == "at" else None
    return date_format(timezone.localtime(moment)) if moment else str(value)
