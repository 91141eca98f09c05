"""The door through which the approval learns what stands below a reply: another app knows, consult does not.

It is handed in when Django is ready (docs/adr/0003).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from consult.desk.admin.versions import Change
from consult.models import Reply


@dataclass(frozen=True)
class Part:
    """One thing beside the words: what it is, what it is called, and a mark that changes when what it shows does."""

    key: str
    label: str
    name: str
    mark: str = ""


@dataclass(frozen=True)
class Below:
    """What would stand below one reply once it is approved; `shown` is for "admin/includes/cited.html"."""

    reply: Reply
    shown: Any = None
    parts: list[Part] = field(default_factory=list)
    standing: list[Part] | None = None
    """What stands there until a waiting correction is approved."""

    @property
    def changes(self) -> list[Change]:
        """What the waiting correction changes of it."""
        if self.standing is None:
            return []
        before = {part.key: part for part in self.standing}
        return part_changes(
            marks_of(self.standing), self.parts, lambda keys: {key: before[key] for key in keys}
        )


# Takes replies; and keys of parts that are there no longer, for what they are called.
Reader = Callable[[Sequence[Reply]], list[Below]]
Namer = Callable[[Iterable[str]], dict[str, Part]]

_given: list[tuple[Reader, Namer]] = []


def provide(reader: Reader, namer: Namer) -> None:
    """Have these functions asked, and no others."""
    _given[:] = [(reader, namer)]


def read_below(replies: Sequence[Reply]) -> list[Below]:
    """What would stand below each of these replies."""
    return _given[0][0](replies) if _given else [Below(reply) for reply in replies]


def name_parts(keys: Iterable[str]) -> dict[str, Part]:
    """What these parts are called, as far as they are known still."""
    return _given[0][1](keys) if _given else {}


def marks_of(parts: Iterable[Part]) -> dict[str, str]:
    """What is kept of parts that somebody has looked at: no words."""
    return {part.key: part.mark for part in parts}


def part_changes(before: Mapping[str, str], now: Sequence[Part], namer: Namer) -> list[Change]:
    """What was added, shows something else, or was removed.  Names are asked for only where something was removed."""
    known = marks_of(now)
    gone = [key for key in before if key not in known]
    named = namer(gone) if gone else {}
    added = [Change(_("%s added") % part.label, "", part.name) for part in now if part.key not in before]
    changed = [
        Change(_("%s changed") % part.label, part.name, part.name)
        for part in now
        if before.get(part.key, part.mark) != part.mark
    ]
    lost = Part("", _("Part"), _("no longer there"))
    removed = [
        Change(_("%s removed") % each.label, each.name, "") for each in (named.get(key, lost) for key in gone)
    ]
    return [*added, *changed, *removed]
