"""What staff type into a search field of the admin, and how questions are found by it."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.text import smart_split, unescape_string_literal

from consult.common.row_ids import sent_number
from consult.models import Correction, FollowUp, InformationRequest, Reply
from consult.models.question_fields import FIELDS, Part, of_part

NUMBER = re.compile(r"(?<!\S)#(\d+)(?!\S)")
"""A question as staff write its number: "#179"."""

MOST_WORDS = 10

OF_QUESTION = ("display_name", *of_part(FIELDS, Part.WORDS))


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


def _in(columns: Iterable[str], word: str) -> Q:
    """That the word stands in one of these columns."""
    return reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns))


def _has(word: str) -> Q:
    """Where one word may stand."""
    own = _in(OF_QUESTION, word)
    if number := sent_number(word):
        own |= Q(pk=number)
    waiting = Correction.objects.filter(_in(Reply.TEXTS, word))
    own |= Q(pk__in=waiting.values("reply__question"))
    replies = Reply.objects.filter(_in((*Reply.TEXTS, "doctor__name"), word))
    messages = FollowUp.objects.filter(_in(FollowUp.TEXTS, word))
    asked = InformationRequest.objects.filter(text__icontains=word)
    for rows in (replies, messages, asked):
        own |= Q(pk__in=rows.values("question"))
    return own
