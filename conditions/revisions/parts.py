"""A document taken apart into its smallest changeable parts, and put together again.

Two documents are compared and merged part by part: a field of the page, a text of a cause, where a cause stands.
"""

from dataclasses import dataclass, field
from typing import Any

from conditions.revisions.document import (
    EMPTY,
    SECTIONS,
    CauseEntry,
    Document,
    GroupEntry,
    Removal,
    Use,
)

PAGE, GROUP, CAUSE = "page", "group", "cause"
GROUP_PARTS = ("heading", "text", "is_after_treatment")
CAUSE_PARTS = (
    "name",
    "slug",
    "text",
    "is_condition",
    "is_subject",
    "is_urgent",
    "is_editorial",
    "is_retired",
    "other_names",
    "citations",
)

# What a part is of: the page (key 0), a group or a cause.
Node = tuple[str, int]
ROOT: Node = (PAGE, 0)


@dataclass
class Parts:
    """A document by its nodes: the values of each, what it stands in, and the order of what stands in it."""

    values: dict[Node, dict[str, Any]] = field(default_factory=dict)
    inside: dict[Node, Node] = field(default_factory=dict)
    order: dict[Node, list[Node]] = field(default_factory=dict)
    removals: dict[int, Removal] = field(default_factory=dict)


def apart(document: Document) -> Parts:
    """Take a document apart."""
    found = Parts(removals={removal.cause: removal for removal in document.removals})
    found.values[ROOT] = {
        **document.fields,
        "related": document.related,
        **{f"{section}_citations": document.citations[section] for section in SECTIONS},
    }
    found.order[ROOT] = []
    for group in document.groups:
        _add(found, (GROUP, group.key), ROOT, group, GROUP_PARTS)
        for cause in group.causes:
            _add_cause(found, cause, (GROUP, group.key))
    return found


def _add(found: Parts, node: Node, inside: Node, entry: Any, names: tuple[str, ...]) -> None:
    found.values[node] = {name: getattr(entry, name) for name in names}
    found.inside[node] = inside
    found.order.setdefault(inside, []).append(node)
    found.order.setdefault(node, [])


def _add_cause(found: Parts, cause: CauseEntry, inside: Node) -> None:
    node = (CAUSE, cause.key)
    _add(found, node, inside, cause, CAUSE_PARTS)
    for part in cause.parts:
        _add_cause(found, part, node)


def together(parts: Parts) -> Document:
    """Put a document together.  What stands in something that is gone is left out."""

    def causes(node: Node) -> list[CauseEntry]:
        return [
            CauseEntry(key=child[1], **parts.values[child], parts=causes(child))
            for child in parts.order.get(node, [])
        ]

    page = dict(parts.values[ROOT])
    citations: dict[str, list[Use]] = {section: page.pop(f"{section}_citations") for section in SECTIONS}
    return Document(
        related=page.pop("related"),
        fields={name: page[name] for name in EMPTY},
        citations=citations,
        groups=[
            GroupEntry(key=node[1], **parts.values[node], causes=causes(node))
            for node in parts.order.get(ROOT, [])
        ],
        removals=list(parts.removals.values()),
    )
