"""What has changed of a case since a moderator last looked at it, read from the histories of its texts."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Value
from django.utils.translation import gettext as _

from consult.desk.admin.versions import Change, words_changed
from consult.models import Correction, FollowUp, Question, Reply
from consult.models.correction import WORDS
from consult.models.look import CaseLook
from consult.models.question_fields import FIELDS
from consult.question.corrections import with_corrections

_COLUMNS = {
    "question": [*(each.column_name for each in FIELDS if each.is_watched), "held_reason"],
    "reply": [name.removesuffix("_id") for name in WORDS],
    "followup": ["text", "answer"],
}
_TABLES: dict[str, Any] = {
    "question": Question,
    "reply": Reply,
    "correction": Correction,
    "followup": FollowUp,
}


@dataclass(frozen=True)
class Changed:
    """One text of the case that is new, or reads otherwise than when it was looked at."""

    label: str
    changes: list[Change]
    is_new: bool = False


@dataclass(frozen=True)
class Shown:
    """One text as it is on the screen: its name, its row, and the table of the words that are shown of it."""

    name: str
    label: str
    row: Any
    table: str

    @property
    def words(self) -> Any:
        """The row that has the words: a reply's correction where one waits."""
        return self.row.waiting if self.table == "correction" else self.row


def texts_of(question: Question) -> tuple[list[Reply], list[FollowUp]]:
    """What a moderator reads of a case beside the question: published replies as corrected, and answered messages."""
    replies = question.replies.published().select_related("doctor", "specialty", "correction")
    return with_corrections(list(replies)), list(question.followups.answered())


def shown_of(question: Question, replies: Iterable[Reply], messages: Iterable[FollowUp]) -> list[Shown]:
    """The texts of a case as its approval shows them, replies in the words of their corrections."""
    of_replies = [
        Shown(
            f"reply-{reply.pk}",
            _("Reply of %s") % reply.doctor.name,
            reply,
            "correction" if reply.waiting else "reply",
        )
        for reply in replies
    ]
    of_messages = [Shown(f"followup-{row.pk}", _("Follow-up"), row, "followup") for row in messages]
    return [Shown("question", _("Question"), question, "question"), *of_replies, *of_messages]


def seen_of(shown: Iterable[Shown]) -> dict[str, list[Any]]:
    """The newest version of each text in its history, as a look keeps it.  One query."""
    shown = list(shown)
    first, *others = [
        _TABLES[table]
        .history.filter(id__in=[each.words.pk for each in shown if each.table == table])
        .order_by()
        .values_list(Value(table), "id")
        .annotate(newest=Max("history_id"))
        for table in sorted({each.table for each in shown})
    ]
    newest = {(table, key): number for table, key, number in first.union(*others, all=True)}
    return {each.name: [each.table, newest.get((each.table, each.words.pk), 0)] for each in shown}


def digest_of(seen: dict[str, list[Any]]) -> str:
    """A mark of what stood on the screen."""
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def changes_since(look: CaseLook, shown: Iterable[Shown], seen: dict[str, list[Any]]) -> list[Changed]:
    """What is new or reads otherwise now than in the look.  One query for each table in which something changed."""
    moved = [each for each in shown if look.seen.get(each.name) != seen[each.name]]
    earlier = _versions([look.seen[each.name] for each in moved if each.name in look.seen])
    found = [_changed(each, look, earlier) for each in moved]
    return [each for each in found if each.is_new or each.changes]


def _versions(wanted: list[list[Any]]) -> dict[tuple[str, int], Any]:
    """These versions of the histories, by table and number."""
    found: dict[tuple[str, int], Any] = {}
    for table in {table for table, _number in wanted}:
        numbers = [number for name, number in wanted if name == table]
        rows = _TABLES[table].history.filter(history_id__in=numbers)
        found |= {(table, row.history_id): row for row in rows}
    return found


def _changed(shown: Shown, look: CaseLook, earlier: dict[tuple[str, int], Any]) -> Changed:
    """How one text reads now against the version of the look; as new where that version is not there any more."""
    old = earlier.get(tuple(look.seen.get(shown.name, ())))
    if old is None:
        return Changed(shown.label, [], is_new=True)
    return Changed(shown.label, words_changed(old, shown.row, _COLUMNS[shown.name.partition("-")[0]]))
