"""What differs between two versions of a row, in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

# Never told: numbers and moments that every change moves.
SILENT = frozenset({"id", "version", "updated_at", "created_at", "index_name"})
# Words that stay visible on either side of a change in a long text.
AROUND = 8


@dataclass(frozen=True)
class Change:
    """One field, as it was and as it became; `marked` is the text with what went and what came."""

    label: str
    old: str
    new: str

    @property
    def marked(self) -> SafeString:
        """Both in one text, word by word."""
        return marked(self.old, self.new)


@dataclass
class Version:
    """One line of the history: a stored version and what it changed."""

    row: Any
    changes: list[Change] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The table, as the address of the version takes it."""
        return str(self.row.instance_type._meta.model_name)

    @property
    def name(self) -> str:
        """What was changed: "cause: Bell's palsy", "Question 48"."""
        name, table = str(as_row(self.row)), str(self.row.instance_type._meta.verbose_name)
        return name if name.lower().startswith(table) else f"{table}: {name}"

    @property
    def is_telling(self) -> bool:
        """Whether it says anything: a page is stored anew with every change of its causes."""
        return self.row.history_type != "~" or bool(self.changes or self.row.history_change_reason)


def as_row(version: Any) -> Any:
    """The row as it was, without asking the database for what its history leaves out."""
    kept = {each.attname: getattr(version, each.attname) for each in version.tracked_fields}
    return version.instance_type(**kept)


def with_previous(rows: list[Any]) -> list[Version]:
    """Describe each row of history by what differs from the version before it.  Two queries for each table."""
    by_table = defaultdict(list)
    for row in rows:
        by_table[type(row)].append(row)
    previous: dict[tuple[type, int], Any] = {}
    for table, found in by_table.items():
        key = table.instance_type._meta.pk.attname
        earlier = table.objects.filter(
            **{key: models.OuterRef(key)}, history_id__lt=models.OuterRef("history_id")
        )
        numbers = dict(
            table.objects.filter(pk__in=[row.pk for row in found])
            .order_by()
            .values_list("pk", models.Subquery(earlier.order_by("-history_id").values("history_id")[:1]))
        )
        stored = table.objects.in_bulk([number for number in numbers.values() if number])
        previous |= {(table, row.pk): stored.get(numbers[row.pk]) for row in found}
    names = _Names()
    return [
        Version(
            row, changes_of(previous[type(row), row.pk], row, names=names) if row.history_type == "~" else []
        )
        for row in rows
    ]


def changes_of(
    old: Any, new: Any, *, skip: Iterable[str] = (), names: "_Names | None" = None
) -> list[Change]:
    """What differs between two versions (or a version and a row): both as words; none when either is missing."""
    if old is None or new is None:
        return []
    names = names or _Names()
    tracked = getattr(old, "tracked_fields", None) or new.tracked_fields
    return [
        Change(str(each.verbose_name), names.words(each, old), names.words(each, new))
        for each in tracked
        if each.name not in SILENT
        and each.name not in skip
        and getattr(old, each.attname) != getattr(new, each.attname)
    ]


def words_changed(old: models.Model, new: models.Model, names: Iterable[str]) -> list[Change]:
    """What differs in these fields between two rows that have them both."""
    known = _Names()
    fields: list[Any] = [new._meta.get_field(name) for name in names]
    return [
        Change(str(each.verbose_name), known.words(each, old), known.words(each, new))
        for each in fields
        if getattr(old, each.attname) != getattr(new, each.attname)
    ]


class _Names:
    """Values as people read them; the names of related rows are asked for once."""

    def __init__(self) -> None:
        self.known: dict[tuple[type, Any], str] = {}

    def words(self, each: Any, row: Any) -> str:
        """The value of a field of a row."""
        value = getattr(row, each.attname)
        if value is None or value == "":
            return "–"
        if each.is_relation:
            return self._related(each.related_model, value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return date_format(localtime(value), "j F Y, H:i")
        if isinstance(value, date):
            return date_format(value)
        return str(dict(each.flatchoices).get(value, value))

    def _related(self, model: type[models.Model], key: Any) -> str:
        if (model, key) not in self.known:
            found = model._default_manager.filter(pk=key).first()
            self.known[model, key] = str(found) if found else _("no longer there")
        return self.known[model, key]


def marked(old: str, new: str) -> SafeString:
    """Return `new` with what went in <del> and what came in <ins>; what stayed is shortened."""
    before, after = old.split(), new.split()
    parts: list[SafeString] = []
    for step, start, end, from_, to in SequenceMatcher(None, before, after).get_opcodes():
        if step == "equal":
            parts.append(format_html("{}", _shortened(after[from_:to], not from_, to == len(after))))
            continue
        if start < end:
            parts.append(format_html("<del>{}</del>", " ".join(before[start:end])))
        if from_ < to:
            parts.append(format_html("<ins>{}</ins>", " ".join(after[from_:to])))
    return format_html_join(" ", "{}", ((part,) for part in parts))


def _shortened(words: list[str], is_first: bool, is_last: bool) -> str:
    """The words next to a change."""
    if len(words) <= 2 * AROUND:
        return " ".join(words)
    head = [] if is_first else words[:AROUND]
    tail = [] if is_last else words[-AROUND:]
    return " ".join([*head, "…", *tail])
