"""Where everything goes that hangs on a cause which leaves its page: nothing that is cited is lost."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q

from conditions.grounding.cited import key_of
from conditions.grounding.waiting import lead_waiting
from conditions.models import (
    Cause,
    CauseAlias,
    CauseGroup,
    CauseLink,
    Citation,
    FormerAnchor,
    Passage,
    ReferencePage,
)
from conditions.revisions.document import Document, Removal
from conditions.revisions.read import standing_entry


@dataclass
class Leaving:
    """The causes that leave one page with one publication, and what was decided of each."""

    page: ReferencePage
    causes: dict[int, Cause]
    fates: dict[int, Removal]
    # Keys of the document that have become rows with this publication.
    rows: dict[int, int]
    sign: Callable[[Any], Any]

    def let_go(self, *, remember: bool) -> list[ReferencePage]:
        """Move what hangs on the causes, then remove them; return other pages that have got something of them.

        Links whose way nobody decided go to the page: they are never lost.  `remember` keeps the anchors.
        """
        others = [page for page in map(self._move, self._moving()) if page is not None]
        moved = [key for key, cause in self.causes.items() if cause.page_id != self.page.pk]
        for key, cause in self.causes.items():
            target = cause if key in moved else self._target(key)
            self._lead_on(cause, target)
            if remember:
                self._remember(cause, target)
        for key in sorted(self.causes, key=self._depth, reverse=True):
            if key not in moved:
                cause, target = self.causes[key], self._target(key)
                if target is not None and target.page_id != self.page.pk:
                    _take_over(target, cause)
                    others.append(target.page)
                move_links(cause, target or self.page)
                self.sign(cause).delete()
        return others

    def _target(self, key: int) -> Cause | None:
        """The cause to which the links of this one go; None for the page."""
        fate = self.fates.get(key)
        if fate is None or fate.kind != Removal.CAUSE:
            return None
        number = self.rows.get(fate.target, fate.target)
        return Cause.objects.filter(pk=number).exclude(pk__in=self.causes).first()

    def _moving(self) -> Iterable[tuple[Cause, int]]:
        """The causes that go to another page, with the group there; not those that go along inside another."""
        for key, cause in self.causes.items():
            fate = self.fates.get(key)
            if fate is None or fate.kind != Removal.MOVE:
                continue
            if cause.parent_id not in self.causes or self._way(cause.parent_id) != self._way(key):
                yield cause, fate.target

    def _way(self, key: int) -> tuple[str, int] | None:
        """Where a leaving cause goes: where was decided, else where the cause goes in which it stands."""
        if fate := self.fates.get(key):
            return fate.kind, fate.target
        parent = self.causes[key].parent_id
        return self._way(parent) if parent in self.causes else None

    def _move(self, wanted: tuple[Cause, int]) -> ReferencePage | None:
        """Put a cause with the parts that go the same way at the end of a group of another page."""
        cause, number = wanted
        group = CauseGroup.objects.select_related("page").filter(pk=number).first()
        if group is None or group.page_id == self.page.pk:
            return None
        last = group.causes.filter(parent=None).aggregate(last=Max("position"))["last"]
        cause.parent, cause.position = None, 0 if last is None else last + 1
        for row in [cause, *self._inside(cause)]:
            row.page, row.group, row.is_subject = group.page, group, False
            row.slug = free_anchor(group.page, row.slug)
            self.sign(row).save()
        return group.page

    def _inside(self, cause: Cause) -> list[Cause]:
        """The parts of a cause that go the same way, outer ones first."""
        way = self._way(cause.pk)
        parts = [
            row for key, row in self.causes.items() if row.parent_id == cause.pk and self._way(key) == way
        ]
        return [row for part in parts for row in [part, *self._inside(part)]]

    def _depth(self, key: int) -> int:
        """How many leaving causes a cause stands in."""
        parent = self.causes[key].parent_id
        return 1 + self._depth(parent) if parent in self.causes else 0

    def _lead_on(self, cause: Cause, target: Cause | None) -> None:
        """Let the anchors that led to the cause, here and on other pages, lead to where the links went."""
        led = FormerAnchor.objects.filter(cause=cause)
        if target is None:
            led.exclude(page=self.page).update(cause=None, target=self.page)
        led.update(cause=target)

    def _remember(self, cause: Cause, target: Cause | None) -> None:
        """Let the anchor of the cause lead to where the links went."""
        anchor = self.anchors[cause.pk]
        if not self.page.causes.filter(slug=anchor).exclude(pk__in=self.causes).exists():
            lead_anchor(self.page, anchor, was=cause, to=target)

    def __post_init__(self) -> None:
        self.anchors = {key: cause.slug for key, cause in self.causes.items()}


def _take_over(into: Cause, gone: Cause) -> None:
    """Give a cause of another page the names and sources of the one that is merged into it."""
    entry = standing_entry(into)
    names, uses = len(entry.other_names), len(entry.citations)
    entry.take_over(standing_entry(gone))
    for name in entry.other_names[names:]:
        CauseAlias.objects.create(cause=into, name=name)
    for use in entry.citations[uses:]:
        Citation.objects.create(cause=into, source_id=use.source, statement=use.statement)


def fates_of(document: Document) -> dict[int, Removal]:
    """What was decided of each removed cause, by its key."""
    return {removal.cause: removal for removal in document.removals}


def anchors_of(page: ReferencePage) -> set[str]:
    """The anchors that causes of the page have or had."""
    return {*page.causes.values_list("slug", flat=True), *page.former_anchors.values_list("slug", flat=True)}


def lead_anchor(page: ReferencePage, anchor: str, *, was: Cause, to: Cause | None) -> None:
    """Let an anchor of this page, which was that of one cause, lead to another; None for the page."""
    place = {"cause": to, "group": None, "target": None}
    page.former_anchors.update_or_create(slug=anchor, defaults={**place, "name": was.name, "was": was.pk})


def free_anchor(page: ReferencePage, wanted: str) -> str:
    """An anchor that no cause of the page has or had."""
    taken, slug, number = anchors_of(page), wanted, 2
    while slug in taken:
        slug, number = f"{wanted[:150]}-{number}", number + 1
    return slug


def links_to(page: ReferencePage) -> int:
    """The number of confirmed links of replies to the page and to its causes."""
    return CauseLink.objects.confirmed().filter(Q(cause__in=page.causes.all()) | Q(page=page)).count()


def move_links(gone: Cause | ReferencePage, target: Cause | ReferencePage) -> None:
    """Let the links of replies, what they cite and what waits to be cited lead to `target` instead.

    Where a reply is linked to both, one link stays, confirmed when either was.  Answers found while asking go along to
    a cause; they count no pages, so that they end with a cause whose links go to a page.
    """
    column, _pk = key_of(target)
    lead = {"cause": None, "page": None, column: target}
    for link in gone.links.all():
        standing = CauseLink.objects.filter(reply=link.reply_id, **{column: target}).first()
        if standing is None:
            CauseLink.objects.filter(pk=link.pk).update(**lead)
        elif link.state == CauseLink.State.CONFIRMED != standing.state:
            standing.state, standing.decided_at = link.state, link.decided_at
            standing.decided_by = link.decided_by
            standing.save()
    for passage in gone.passages.select_related("reply"):
        if not passage.reply.passages.filter(**{column: target}).exists():
            Passage.objects.filter(pk=passage.pk).update(**lead)
    lead_waiting(key_of(gone), key_of(target))
    if isinstance(gone, Cause) and isinstance(target, Cause):
        gone.deflections.update(cause=target)
