"""What staff type into a search field of the admin, and how questions are found by it."""

import re
from typing import Any

from django.db.models import Q
from django.utils.text import smart_split, unescape_string_literal

from consult.common.row_ids import sent_number
from consult.models import FollowUp, InformationRequest, Reply

NUMBER = re.compile(r"(?<!\S)#(\d+)(?!\S)")
"""A question as staff write its number: "#179"."""

MOST_WORDS = 10


def without_signs(term: str) -> str:
    """The term with each "#179" as the bare number, which the fields of numbers know."""
    return NUMBER.sub(r"\1", term)


def is_number(term: str) -> bool:
    """Whether just one question is sought, by its number."""
    return re.fullmatch(r"\s*#?\d+\s*", term) is not None


def find_questions(questions: Any, term: str) -> Any:
    """Those in which every word stands: in what patient or doctor wrote, or in the name of a doctor; or by number.

    "quoted words" are sought as they stand.
    """
    if NUMBER.fullmatch(term.strip()):
        return questions.filter(pk=sent_number(term.strip(" #")) or 0)
    for word in list(smart_split(without_signs(term)))[:MOST_WORDS]:
        if word.startswith(('"', "'")) and word[0] == word[-1] and len(word) > 1:
            word = unescape_string_literal(word)
        questions = questions.filter(_has(word))
    return questions


def _has(word: str) -> Q:
    """Where one word may stand."""
    own = Q(title__icontains=word) | Q(body__icontains=word) | Q(display_name__icontains=word)
    if number := sent_number(word):
        own |= Q(pk=number)
    replies = Reply.objects.filter(
        Q(text__icontains=word)
        | Q(safety_net__icontains=word)
        | Q(more_info__icontains=word)
        | Q(doctor__name__icontains=word)
    )
    messages = FollowUp.objects.filter(Q(text__icontains=word) | Q(answer__icontains=word))
    asked = InformationRequest.objects.filter(text__icontains=word)
    for rows in (replies, messages, asked):
        own |= Q(pk__in=rows.values("question"))
    return own
