"""Filters that turn stored text into page text."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from consult.common.commonmark import plain_text, render_markdown
from consult.models import Doctor, Question, Reply
from consult.question.small_cells import hides_person
from consult.question.telling import AUDIENCES, Told

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Render a staff text (CommonMark) as safe HTML."""
    return render_markdown(text or "")


@register.filter
def page_markdown(text: str) -> SafeString:
    """Render a text that is a whole page, with headings of the second level, as safe HTML."""
    return render_markdown(text or "", sections=True)


@register.filter
def plain(text: str) -> str:
    """Return the words of a staff text (CommonMark) without its signs, on one line."""
    return plain_text(text or "")


@register.filter
def excerpt(text: str, length: int) -> str:
    """Return the beginning of `text`, at most `length` characters, cut between words where there are any."""
    plain = " ".join(text.split())
    if len(plain) <= length:
        return plain
    cut = plain[: length - 1]
    space = cut.rfind(" ", length * 3 // 4)
    whole_words = cut[:space] if space > 0 else cut
    return whole_words.rstrip(" .,;:!?–-…") + "…"


@register.inclusion_tag("includes/patient_words.html")
def tell(question: Question, to: str) -> dict[str, Any]:
    """Show what the patient told, below the title, as this audience (consult.question.telling) reads it."""
    return {"told": Told(question, AUDIENCES[to])}


@register.simple_tag
def patient_line(question: Question) -> SafeString:
    """How the patient is named under the question: "Maple, 20 to 29 year old female".

    The name stands in a <bdi>: written from right to left it must not turn round our words beside it.
    """
    return _line(question, question.patient_facts)


@register.simple_tag
def public_line(question: Question) -> SafeString:
    """The same where everybody reads: without age and sex where few people share them."""
    return _line(question, "" if hides_person(question) else question.patient_facts)


def _line(question: Question, facts: str) -> SafeString:
    return format_html("<bdi>{}</bdi>{}", question.display_name, f", {facts}" if facts else "")


@register.simple_tag(takes_context=True)
def reply_to_show(context: dict[str, Any], question: Question) -> Reply | None:
    """Return the public reply of the page's `doctor`, or the first one where the page is not a doctor's.

    The question comes from `for_list()` or `for_thread()`.
    """
    replies: list[Reply] = question.public_replies  # type: ignore[attr-defined]
    doctor = context.get("doctor")
    own = (reply for reply in replies if isinstance(doctor, Doctor) and reply.doctor_id == doctor.pk)
    return next(own, replies[0] if replies else None)
