"""What one press puts into a reply: a snippet, or the link to a similar answered case."""

from typing import Any

from django.conf import settings

from consult.common.row_ids import sent_number
from consult.models import Doctor, Question, Snippet

SPECIAL = str.maketrans({letter: f"\\{letter}" for letter in "\\[]*_`<>"})


def link_to(question: Question) -> str:
    """A link to the public thread, as a doctor types it."""
    return f"[{question.title.translate(SPECIAL)}]({settings.SITE_URL}{question.get_absolute_url()})"


def words_of(pressed: str, doctor: Doctor | None, specialties: list[Any]) -> str:
    """The words that the button "insert-snippet-7" or "insert-case-7" puts in; "" for what there is not.

    `specialties` are those (keys) whose snippets the desk offers: that of a question given to the doctor among them.
    """
    _insert, _dash, what = pressed.partition("-")
    kind, _dash, sent = what.partition("-")
    number = sent_number(sent) or 0
    if kind == "snippet" and doctor:
        snippet = Snippet.objects.at_desk(doctor, specialties).filter(pk=number).first()
        return snippet.text if snippet else ""
    if kind == "case":
        found = Question.objects.public().filter(pk=number).first()
        return link_to(found) if found else ""
    return ""


def appended(text: str, words: str) -> str:
    """The text with the words at its end, as a paragraph of their own."""
    return f"{text.rstrip()}\n\n{words}" if text.strip() else words
