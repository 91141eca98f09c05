"""What has changed of a case since a moderator last looked at it, read from the histories of its texts."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from consult.desk.admin.versions import Change, words_changed
from consult.desk.below import TOPIC, Below, Item, item_changes, marks_of, name_items, read_below
from consult.models import Correction, FollowUp, Question, Reply, Topic
from consult.models.correction import WORDS
from consult.models.look import CaseLook
from consult.models.question_fields import FIELDS
from consult.question.corrections import with_corrections

_COLUMNS = {
    "question": [*(each.column_name for each in FIELDS if each.is_watched), "held_reason"],
    "reply": [name.removesuffix("_id") for name in WORDS],
    "followup": list(FollowUp.TEXTS),
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


@dataclass(frozen=True)
class Seen:
    """What was on a screen, without a word of it: the version of each text, and marks of what stood beside it."""

    versions: dict[str, list[Any]]
    marks: dict[str, dict[str, str]]

    @property
    def digest(self) -> str:
        """A mark of all of it."""
        return hashlib.sha256(json.dumps([self.versions, self.marks], sort_keys=True).encode()).hexdigest()

    def is_in(self, look: CaseLook) -> bool:
        """Whether it is what was looked at; of a look from before items were kept, whether the texts are."""
        return look.seen == self.versions and look.marks in (None, self.marks)


class CaseTexts:
    """What a moderator reads of a case: the question, published replies as corrected, what stands below them, and
    answered messages."""

    def __init__(self, question: Question) -> None:
        self.question = question
        replies = question.replies.published().select_related("doctor", "specialty", "correction")
        replies = replies.order_by("published_at", "pk")  # as the thread shows them
        self.replies = with_corrections(list(replies))
        self.messages = list(question.followups.answered().select_related("doctor"))

    @property
    def undecided(self) -> list[Shown]:
        """What waits for an editor: new and corrected replies, and answers that may become public."""
        replies = [reply for reply in self.replies if reply.approved_at is None or reply.waiting]
        messages = [message for message in self.messages if message.is_undecided]
        return shown_of(self.question, replies, messages)[1:]

    @cached_property
    def below(self) -> list[Below]:
        """What other apps show below the replies."""
        return read_below(self.replies)

    @cached_property
    def shown(self) -> list[Shown]:
        """All texts."""
        return shown_of(self.question, self.replies, self.messages)

    @cached_property
    def items(self) -> dict[str, list[Item]]:
        """What stands beside each text, by its name: the topics of the question, and what is below each reply."""
        topics = [Item(f"{TOPIC}-{row.pk}", _("Topic"), str(row)) for row in self.question.topics.all()]
        return {"question": topics, **{f"reply-{each.reply.pk}": each.items for each in self.below}}

    @cached_property
    def seen(self) -> Seen:
        """As a look keeps it."""
        return Seen(_versions_of(self.shown), {name: marks_of(items) for name, items in self.items.items()})


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
    of_messages = [Shown(f"followup-{row.pk}", row.name, row, "followup") for row in messages]
    return [Shown("question", _("Question"), question, "question"), *of_replies, *of_messages]


def _versions_of(shown: Iterable[Shown]) -> dict[str, list[Any]]:
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


def changes_since(look: CaseLook, case: CaseTexts) -> list[Changed]:
    """What is new, reads otherwise or has other items now than in the look, in the order of the page.

    One query for each table in which something changed, and for each kind of items that were removed.
    """
    versions, marks = case.seen.versions, case.seen.marks
    moved = [
        each
        for each in case.shown
        if look.seen.get(each.name) != versions[each.name]
        or (look.marks or marks).get(each.name) != marks.get(each.name)
    ]
    read_anew = [look.seen[each.name] for each in moved if each.name in look.seen]
    earlier = _versions(read_anew)
    found = [_changed(each, look, earlier, case.items.get(each.name, [])) for each in moved]
    return [each for each in found if each.is_new or each.changes]


def _versions(wanted: list[list[Any]]) -> dict[tuple[str, int], Any]:
    """These versions of the histories, by table and number."""
    found: dict[tuple[str, int], Any] = {}
    for table in {table for table, _number in wanted}:
        numbers = [number for name, number in wanted if name == table]
        rows = _TABLES[table].history.filter(history_id__in=numbers)
        found |= {(table, row.history_id): row for row in rows}
    return found


def _changed(shown: Shown, look: CaseLook, earlier: dict[tuple[str, int], Any], items: list[Item]) -> Changed:
    """How one text reads now against the version of the look; as new where that version is not there any more."""
    old = earlier.get(tuple(look.seen.get(shown.name, ())))
    if old is None:
        return Changed(shown.label, [], is_new=True)
    words = words_changed(old, shown.row, _COLUMNS[shown.name.partition("-")[0]])
    before = (look.marks or {}).get(shown.name)
    return Changed(
        shown.label, words if before is None else [*words, *item_changes(before, items, _names_of)]
    )


def _names_of(keys: Iterable[str]) -> dict[str, Item]:
    """What items that are gone are called."""
    topics = {int(key.partition("-")[2]): key for key in keys if key.startswith(f"{TOPIC}-")}
    rows = Topic.objects.select_related("specialty").in_bulk(topics) if topics else {}
    others = [key for key in keys if not key.startswith(f"{TOPIC}-")]
    named = name_items(others) if others else {}
    return named | {topics[pk]: Item(topics[pk], _("Topic"), str(row)) for pk, row in rows.items()}
