"""What differs between two documents of a page, in words: its fields, its tree, its citations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conditions.models import Category, Cause, CauseGroup, ReferencePage, Source
from conditions.revisions.document import SECTIONS, Document
from conditions.revisions.merge import PRESENCE
from conditions.revisions.parts import CAUSE, GROUP, ROOT, Node, Parts, apart
from consult.desk.admin.versions import Change


@dataclass(frozen=True)
class NodeChange:
    """What became of the page, of a group or of a cause (`of`): new, removed, or with its changes."""

    of: str
    name: str
    kind: str
    changes: list[Change]


class Words:
    """Values of documents as people read them; what is related is looked up once for all of them."""

    def __init__(self, *documents: Document) -> None:
        pages = {key for document in documents for key in document.related}
        sources = {use.source for document in documents for use in document.uses()}
        categories = {document.fields["category"] for document in documents}
        self.related: dict[int, str] = _names(ReferencePage, pages)
        self.sources: dict[int, str] = _names(Source, sources)
        self.categories: dict[int, str] = _names(Category, categories)
        self.nodes: dict[Node, str] = {}
        for document in documents:
            self.nodes |= {(GROUP, group.key): group.heading for group in document.groups}
            self.nodes |= {(CAUSE, cause.key): cause.name for cause in document.causes()}

    def node(self, node: Node | None) -> str:
        """The page, a group or a cause by its name."""
        return _("The page") if node is None or node == ROOT else self.nodes.get(node, "–")

    def label(self, node: Node, name: str) -> str:
        """What a part is called on the form."""
        if name == PRESENCE:
            return _("kept or removed")
        if name == "related":
            return _("related pages")
        if name == "other_names":
            return _("other names")
        if name in ("citations", *(f"{section}_citations" for section in SECTIONS)):
            return {
                "lead_citations": _("sources of the lead"),
                "treatment_citations": _("sources of the treatment"),
            }.get(name, _("sources"))
        model = {GROUP: CauseGroup, CAUSE: Cause}.get(node[0], ReferencePage)
        return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]

    def value(self, name: str, value: Any) -> str:
        """A value of a part; "–" for none."""
        if value in ("", None, []):
            return "–"
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if name == "kind":
            return str(dict(ReferencePage.Kind.choices).get(value, value))
        if name == "category":
            return self.categories.get(value, "–")
        if name == "related":
            return "\n".join(self.related.get(key, "–") for key in value)
        if name.endswith("citations"):
            return "\n".join(self._use(use) for use in value)
        if name.endswith("_on"):
            return date_format(date.fromisoformat(value))
        return "\n".join(value) if isinstance(value, list) else str(value)

    def _use(self, use: Any) -> str:
        source = self.sources.get(use.source, _("a source that has been deleted"))
        return f"{source} – {use.statement}" if use.statement else source


def differences(old: Document, new: Document, *, words: Words | None = None) -> list[NodeChange]:
    """Return what became of every part of `old` in `new`, in reading order; removed ones last.

    Who compares many documents gives the `words` of all of them.
    """
    before, after, words = apart(old), apart(new), words or Words(old, new)
    found = []
    for node in _in_order(after):
        if node not in before.values:
            found.append(
                NodeChange(
                    node[0], words.node(node), "new", list(_values(words, node, {}, after.values[node]))
                )
            )
        elif changes := [
            *_values(words, node, before.values[node], after.values[node]),
            *_place(words, node, before, after),
        ]:
            found.append(NodeChange(node[0], words.node(node), "changed", changes))
    for node in _in_order(before):
        if node not in after.values:
            found.append(
                NodeChange(
                    node[0], words.node(node), "removed", list(_values(words, node, before.values[node], {}))
                )
            )
    return found


def _values(words: Words, node: Node, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """The values that differ; of a new or removed node those that say something."""
    for name in old or new:
        before, after = words.value(name, old.get(name)), words.value(name, new.get(name))
        if old.get(name) != new.get(name) and before != after and {before, after} != {"–", _("no")}:
            yield Change(words.label(node, name), before, after)


def _place(words: Words, node: Node, before: Parts, after: Parts) -> Iterator[Change]:
    """Where the node stands, and the order of what stands in it."""
    if before.inside.get(node) != after.inside.get(node):
        yield Change(
            _("stands under"), words.node(before.inside.get(node)), words.node(after.inside.get(node))
        )
    both = set(before.order[node]) & set(after.order[node])
    orders = [[each for each in parts.order[node] if each in both] for parts in (before, after)]
    if orders[0] != orders[1]:
        yield Change(_("order"), *("\n".join(map(words.node, order)) for order in orders))


def _in_order(parts: Parts, node: Node = ROOT) -> Iterator[Node]:
    """The node and what stands in it, in reading order."""
    yield node
    for below in parts.order.get(node, []):
        yield from _in_order(parts, below)


def _names(model: Any, keys: Iterable[Any]) -> dict[int, str]:
    """The names of rows, by key."""
    return {
        key: str(row) for key, row in model._default_manager.in_bulk([key for key in keys if key]).items()
    }
