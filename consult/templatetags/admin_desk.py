"""Filters and tags of the desk's templates."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consult.desk import waiting
from consult.desk.admin import rows
from consult.desk.admin.versions import Change, words_changed
from consult.desk.danger import badges, told_in_row
from consult.desk.inserts import link_to
from consult.models import Question, RedFlagFinding, Reply
from consult.models.correction import WORDS

register = template.Library()

ACT_WORDS = {"needs_info": _("asked the patient for more information")}
"""The trail never changes, so marks that are no words are put into words where they are shown."""
CELL = re.compile(r"<(t[dh])\b")
EMPTY_CELL = re.compile(r"^<td[^>]*>(&nbsp;|–)?</td>$")
"""What the stock list writes for "" (a space) and for what a table calls empty."""


@register.filter
def wait_words(moment: datetime) -> str:
    """How long ago, in words: "3 days"."""
    return waiting.words_since(moment)


@register.filter
def wait(question: Question, moment: datetime | None) -> SafeString:
    """The wait since `moment`, in words and colour."""
    return waiting.told(question, moment)


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
def beside(values: Iterable[Any], names: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Each value with the name of its column."""
    return list(zip(values, names, strict=False))


@register.filter
def staff_name(user: Any) -> str:
    """The name of a member of staff, or what they sign in with where none is stored; "" for nobody."""
    return str(user.get_full_name() or user.get_username()) if user else ""


@register.filter
def act_words(action: str) -> str:
    """An act of the audit trail in plain words."""
    return str(ACT_WORDS.get(action, action))


@register.filter
def as_link(question: Question) -> str:
    """A link to the public thread, as a doctor types it."""
    return link_to(question)


@register.filter
def labelled(cells: Iterable[str], headers: list[dict[str, Any]]) -> list[SafeString]:
    """The cells of a row in a list of the admin, with the name of the column, and whether they are empty.

    A card on a narrow screen shows the name, and leaves an empty cell out.
    """
    return [_with_label(cell, header) for cell, header in zip(cells, headers, strict=False)]


def _with_label(cell: str, header: dict[str, Any]) -> SafeString:
    is_tick_box = "action-checkbox" in header.get("class_attrib", "")
    name = "" if is_tick_box else capfirst(str(header["text"]))
    empty = mark_safe(" data-empty") if EMPTY_CELL.search(cell) else ""
    # The cell is what Django rendered, safe already.
    return mark_safe(  # noqa: S308
        CELL.sub(lambda found: format_html('<{} data-label="{}"{}', found[1], name, empty), cell, count=1)
    )


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
