"""Joins what two people made of the same document: what only one of them changed is taken, what both changed is asked.

`base` is what both had before them, `theirs` what was saved first, `mine` what came too late.
"""

from dataclasses import dataclass, field
from typing import Any

from conditions.revisions.document import Document, new_key
from conditions.revisions.parts import ROOT, Node, Parts, apart, together

# Not words of a field, but whether the group or cause is there at all.
PRESENCE = ""


@dataclass(frozen=True)
class Clash:
    """One part that both changed.  `name` is PRESENCE where one removed what the other changed."""

    node: Node
    name: str
    base: Any
    theirs: Any
    mine: Any

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.node[0]}{self.node[1]}-{self.name}"


@dataclass
class Merged:
    """The joined document, in which clashes that are not decided stand as `theirs`, and the clashes."""

    parts: Parts
    clashes: list[Clash] = field(default_factory=list)

    def document(self) -> Document:
        """The joined document."""
        return together(self.parts)


def merge(base: Document, theirs: Document, mine: Document, chosen: dict[str, str] | None = None) -> Merged:
    """Join `theirs` and `mine`.  `chosen` says of a clash, by its key, whether "theirs" or "mine" is taken."""
    return _Merge(apart(base), apart(theirs), apart(_renamed(mine, base)), chosen or {}).run()


def _renamed(mine: Document, base: Document) -> Document:
    """My document, in which what I have added cannot be taken for what they have added."""
    known = {entry.key for entry in base.entries()}
    copy = Document.from_json(mine.to_json())
    for entry in copy.entries():
        if entry.key < 0 and entry.key not in known:
            entry.key = new_key()
    return copy


class _Merge:
    """One merge."""

    def __init__(self, base: Parts, theirs: Parts, mine: Parts, chosen: dict[str, str]) -> None:
        self.base, self.theirs, self.mine, self.chosen = base, theirs, mine, chosen
        self.found = Merged(Parts())

    def run(self) -> Merged:
        for node in dict.fromkeys([*self.theirs.values, *self.mine.values]):
            if self._stays(node):
                self._join(node)
        self._place()
        self.found.parts.removals = {
            key: removal
            for key, removal in {**self.theirs.removals, **self.mine.removals}.items()
            if ("cause", key) not in self.found.parts.values
        }
        return self.found

    def _stays(self, node: Node) -> bool:
        """Whether the node is in the joined document."""
        if node in self.theirs.values and node in self.mine.values:
            return True
        if node not in self.base.values:
            return True
        left = self.theirs if node in self.theirs.values else self.mine
        if left.values[node] == self.base.values[node]:
            return False
        clash = Clash(node, PRESENCE, True, left is self.theirs, left is self.mine)
        self.found.clashes.append(clash)
        return bool(clash.mine if self.chosen.get(clash.key) == "mine" else clash.theirs)

    def _join(self, node: Node) -> None:
        """Join the values of a node."""
        their, my = self.theirs.values.get(node), self.mine.values.get(node)
        base = self.base.values.get(node, {})
        if their is None or my is None:
            self.found.parts.values[node] = dict(their or my or {})
            return
        values = {}
        for name in their:
            before, one, two = base.get(name), their[name], my[name]
            if one == two or two == before:
                values[name] = one
            elif one == before:
                values[name] = two
            else:
                clash = Clash(node, name, before, one, two)
                self.found.clashes.append(clash)
                values[name] = two if self.chosen.get(clash.key) == "mine" else one
        self.found.parts.values[node] = values

    def _place(self) -> None:
        """Put every node where it stands: where I moved it, else where they have it; in my order where I changed it."""
        parts, left = self.found.parts, self.found.parts.values
        for node in left:
            if node == ROOT:
                continue
            my, their, before = (each.inside.get(node) for each in (self.mine, self.theirs, self.base))
            wanted = [my, their] if their is None or (my is not None and my != before) else [their, my]
            parts.inside[node] = next((each for each in wanted if each in left), ROOT)
        self._open_rings()
        for node in left:
            parts.order.setdefault(node, [])
        for inside in left:
            here = {node for node, into in parts.inside.items() if into == inside}
            first = (
                self.mine.order.get(inside, [])
                if self.mine.order.get(inside) != self.base.order.get(inside)
                else []
            )
            order = _woven(
                first or self.theirs.order.get(inside, []), self.theirs.order.get(inside, []), here
            )
            order = _woven(order, self.mine.order.get(inside, []), here)
            parts.order[inside] = order + sorted(here - set(order))
        self._rescue()

    def _open_rings(self) -> None:
        """Where I put one cause into another, and they the other into the one, theirs stands."""
        inside = self.found.parts.inside
        for node in list(inside):
            seen, at = set(), node
            while at in inside and at not in seen:
                seen.add(at)
                at = inside[at]
            if at in seen:
                inside[at] = self.theirs.inside.get(at, ROOT)

    def _rescue(self) -> None:
        """Causes whose group or cause is gone stand in the first group."""
        order = self.found.parts.order
        lost = [node for node in order[ROOT] if node[0] == "cause"]
        order[ROOT] = [node for node in order[ROOT] if node[0] == "group"]
        if lost and order[ROOT]:
            order[order[ROOT][0]] += lost


def _woven(first: list[Node], second: list[Node], here: set[Node]) -> list[Node]:
    """The nodes `here` in the order of `first`; those that only `second` has come after what they follow there."""
    order = [node for node in first if node in here]
    before: Node = ROOT
    for node in second:
        if node in here and node not in order:
            order.insert(order.index(before) + 1 if before in order else 0, node)
        before = node if node in order else before
    return order
