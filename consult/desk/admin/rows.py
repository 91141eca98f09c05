"""What a row of a list of questions tells, on the desk and in the table: person, first words, who is at work."""

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from consult.desk.waiting import words_since
from consult.models import Question

LONGEST = 90


def person(question: Question) -> str:
    """Age and sex as far as they are known: "20 to 29, female"."""
    told = [question.get_age_range_display() if question.age_range else ""]
    told.append(question.get_sex_display().lower() if question.sex else "")
    return ", ".join(str(part) for part in told if part)


def first_words(question: Any) -> str:
    """The beginning of what the patient wrote: of the message that waits for an answer, else of the question."""
    text = getattr(question, "waiting_message", "") or question.body
    return Truncator(" ".join(text.split())).chars(LONGEST)


def note(question: Any) -> str:
    """Who has it or began a reply, and whether it is a follow-up; the row comes `with_who_is_at_work`."""
    if question.taken_by:
        return _who_has_it(question)
    if question.draft_by:
        return _("%(doctor)s began %(time)s ago") % {
            "doctor": question.draft_by,
            "time": words_since(question.draft_at),
        }
    if not question.state.is_open and question.waiting_since != question.asked_at:
        return _("Follow-up message")
    return ""


def _who_has_it(question: Any) -> str:
    """Whether it was taken or given, as its reader would say it."""
    if question.is_own:
        return str(_("It was given to you") if question.given_by else _("You have taken it"))
    told = _("It was given to %s") if question.given_by else _("%s has taken it")
    return str(told % question.taken_by)


def looked(question: Any) -> str:
    """Whether the moderator has looked at it as it stands; the row knows `looked_version`, of who may approve."""
    version = getattr(question, "looked_version", None)
    if version is None:
        return ""
    return _("You have looked at it") if version == question.version else _("Changed since you looked")
