"""Filters and tags of the desk's templates."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils.safestring import SafeString

from consult.desk import waiting
from consult.desk.admin import rows
from consult.desk.admin.versions import Change, words_changed
from consult.desk.danger import badges, told_in_row
from consult.desk.inserts import link_to
from consult.models import Question, RedFlagFinding, Reply
from consult.models.correction import WORDS

register = template.Library()


@register.filter
def wait_words(moment: datetime) -> str:
    """How long ago, in words: "3 days"."""
    return waiting.words_since(moment)


@register.filter
def wait_colour(question: Question, moment: datetime) -> str:
    """The colour of a wait since `moment`, as a CSS class."""
    return waiting.colour_of(question, moment)


@register.filter
def person(question: Question) -> str:
    """Age and sex: "20 to 29, female"."""
    return rows.person(question)


@register.filter
def first_words(question: Question) -> str:
    """The beginning of what the patient wrote."""
    return rows.first_words(question)


@register.filter
def row_note(question: Question) -> str:
    """Who has taken it or begun a reply, and whether it is a follow-up."""
    return rows.note(question)


@register.filter
def as_link(question: Question) -> str:
    """A link to the public thread, as a doctor types it."""
    return link_to(question)


@register.filter
def danger_told(question: Question) -> SafeString | str:
    """What the safety check marked, with the words that made it fire."""
    return told_in_row(question.red_flags.all())


@register.filter
def corrected_words(reply: Reply) -> list[Change]:
    """What a waiting correction changes of the words that an editor approved."""
    return words_changed(reply.standing, reply.waiting, [name.removesuffix("_id") for name in WORDS])


@register.simple_tag
def danger_badges(findings: Iterable[RedFlagFinding]) -> SafeString:
    """Show what the safety check marked, in colour and words: "Now: chest pain"."""
    return badges(findings or ())
