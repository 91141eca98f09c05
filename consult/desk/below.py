"""The door through which the approval learns what stands below a reply: another app knows, consult does not.

It is handed in when Django is ready (docs/adr/0003).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from consult.desk.admin.versions import Change
from consult.models import Reply

TOPIC, LINK, PASSAGE = READING_ORDER = ("topic", "link", "passage")
"""The kinds of items, in the order in which a page shows them."""


@dataclass(frozen=True)
class Item:
    """One thing beside the words: what it is, what it is called, and a mark that changes when what it shows does.

    Its key begins with its kind: "passage-cause-7".
    """

    key: str
    label: str
    name: str
    mark: str = ""


@dataclass(frozen=True)
class Below:
    """What would stand below one reply once it is approved; `shown` is for "admin/includes/cited.html"."""

    reply: Reply
    shown: Any = None
    items: list[Item] = field(default_factory=list)
    standing: list[Item] | None = None
    """What stands there until a waiting correction is approved."""

    @property
    def changes(self) -> list[Change]:
        """What the waiting correction changes of it."""
        if self.standing is None:
            return []
        before = {item.key: item for item in self.standing}
        return item_changes(
            marks_of(self.standing), self.items, lambda keys: {key: before[key] for key in keys}
        )


# Takes replies; and keys of items that are there no longer, for what they are called.
Reader = Callable[[Sequence[Reply]], list[Below]]
Namer = Callable[[Iterable[str]], dict[str, Item]]

_given: list[tuple[Reader, Namer]] = []


def provide(reader: Reader, namer: Namer) -> None:
    """Have these functions asked, and no others."""
    _given[:] = [(reader, namer)]


def read_below(replies: Sequence[Reply]) -> list[Below]:
    """What would stand below each of these replies."""
    return _given[0][0](replies) if _given else [Below(reply) for reply in replies]


def name_items(keys: Iterable[str]) -> dict[str, Item]:
    """What these items are called, as far as they are known still."""
    return _given[0][1](keys) if _given else {}


def marks_of(items: Iterable[Item]) -> dict[str, str]:
    """What is kept of items that somebody has looked at: no words."""
    return {item.key: item.mark for item in items}


def item_changes(before: Mapping[str, str], now: Sequence[Item], namer: Namer) -> list[Change]:
    """What was added, shows something else, or was removed, in the order of the page; of each kind what went last.

    Names are asked for only where something was removed.  What went stands by name: PostgreSQL keeps no order of
    `before`.
    """
    known = marks_of(now)
    gone = [key for key in before if key not in known]
    named = namer(gone) if gone else {}
    found = [(item.key, _changed(item, before)) for item in now]
    lost = Item("", _("Part"), _("no longer there"))
    removed = [(key, named.get(key, lost)) for key in gone]
    found += [
        (key, Change(_("%s removed") % item.label, item.name, ""))
        for key, item in sorted(removed, key=lambda each: (each[1].name, each[0]))
    ]
    # Sorting keeps the order within a kind.
    found.sort(key=lambda each: READING_ORDER.index(each[0].partition("-")[0]))
    return [change for _key, change in found if change]


def _changed(item: Item, before: Mapping[str, str]) -> Change | None:
    """How an item that is there differs from before."""
    if item.key not in before:
        return Change(_("%s added") % item.label, "", item.name)
    return (
        Change(_("%s changed") % item.label, item.name, item.name) if before[item.key] != item.mark else None
    )
