"""Writes a document into the rows that readers, links and the engine use, matched by the keys of the rows.

A row that stays is changed in place, whatever was done to it, so that links, anchors and citations stay with it.  What
stands already is not written again.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from conditions.anchors import is_taken
from conditions.models import (
    Cause,
    CauseAlias,
    CauseGroup,
    Citation,
    FormerAddress,
    ReferencePage,
)
from conditions.revisions.document import PAGE_FIELDS, CauseEntry, Document, GroupEntry, Use, clean
from conditions.revisions.read import field_value
from conditions.revisions.removal import Leaving, fates_of, lead_anchor


@dataclass
class Signature:
    """Who answers for a change, and why it was made: stands in the history of every row."""

    author: Any = None
    reason: str = ""

    def sign(self, row: Any) -> Any:
        """Return the row, signed."""
        row._history_user, row._change_reason = self.author, self.reason[:100] or None
        return row


@dataclass
class Writer:
    """One publication of one page."""

    page: ReferencePage
    signature: Signature
    # Whether readers could see the page before: they may have kept its address and anchors.
    was_public: bool
    # Keys of the document that were no rows yet, with the rows that they have become.
    rows: dict[int, int] = field(default_factory=dict)
    # Whether nothing was published of the page before.
    is_first: bool = False

    def write(self, document: Document) -> list[ReferencePage]:
        """Make the rows say what the document says; return other pages to which a cause was moved.

        The keys of the document are those of the rows afterwards.
        """
        groups = {group.pk: group for group in self.page.groups.all()}
        causes = {cause.pk: cause for cause in self.page.causes.all()}
        self.is_first = self.page.version == 1 and not (self.was_public or groups or causes)
        anchors = {cause.pk: cause.slug for cause in causes.values()}
        was_public = self.was_public
        if not self.is_first:
            self._address(document, was_public)
        self._page(document)
        self._free_anchors(anchors, document)
        self._groups(groups, document)
        for section, uses in document.citations.items():
            rows = self.page.citations.filter(section=section)
            self._cite(rows, uses, is_new=self.is_first, page=self.page, section=section)
        if not self.is_first:
            self._free_subject(document)
        for group in document.groups:
            self._causes(causes, group, None, group.causes)
        if document.related or not self.is_first:
            self.page.related.set(document.related)
        return [] if self.is_first else self._let_go(document, groups, causes, anchors, was_public)

    def _let_go(
        self,
        document: Document,
        groups: dict[int, CauseGroup],
        causes: dict[int, Cause],
        anchors: dict[int, str],
        was_public: bool,
    ) -> list[ReferencePage]:
        """Let go what is no longer in the document; return other pages to which a cause was moved."""
        kept = {entry.key for entry in document.causes()}
        self._former_anchors({causes[key]: slug for key, slug in anchors.items() if key in kept}, was_public)
        gone = {key: cause for key, cause in causes.items() if key not in kept}
        leaving = Leaving(self.page, gone, fates_of(document), self.rows, self.signature.sign)
        others = leaving.let_go(remember=was_public)
        headings = {entry.key for entry in document.groups}
        for key, row in groups.items():
            if key not in headings:
                if was_public:
                    self.page.former_anchors.get_or_create(slug=row.anchor, defaults={"name": row.heading})
                self.signature.sign(row).delete()
        return others

    def _page(self, document: Document) -> None:
        """The page itself, under its next version number."""
        for name in PAGE_FIELDS:
            value = document.fields[name]
            if field_value(self.page, name) != value:
                setattr(self.page, "category_id" if name == "category" else name, value)
        self.page.version += 1
        planned = document.fields["next_review_on"]
        self.page.is_overdue = bool(planned) and planned < timezone.localdate().isoformat()
        self.signature.sign(self.page).save()
        self.page.refresh_from_db()

    def _address(self, document: Document, was_public: bool) -> None:
        """Remember the address that the page gives up; take back one that it had."""
        slug = document.fields["slug"]
        if was_public and slug != self.page.slug:
            FormerAddress.objects.get_or_create(slug=self.page.slug, defaults={"page": self.page})
        self.page.former_addresses.filter(slug=slug).delete()

    def _groups(self, standing: dict[int, CauseGroup], document: Document) -> None:
        """The headings, in their order."""
        last = -1
        for entry in document.groups:
            row = standing.get(entry.key) or CauseGroup(pk=_free_key(CauseGroup, entry.key), page=self.page)
            last = self._store(row, last, **entry.columns())
            self.rows[entry.key] = entry.key = row.pk

    def _causes(
        self, standing: dict[int, Cause], group: GroupEntry, parent: int | None, entries: list[CauseEntry]
    ) -> None:
        """Causes at one place, in their order, and what is inside them."""
        last = -1
        for entry in entries:
            row = standing.get(entry.key) or Cause(pk=_free_key(Cause, entry.key), page=self.page)
            is_new = row._state.adding
            last = self._store(
                row,
                last,
                group_id=group.key,
                parent_id=parent,
                **entry.columns(),
            )
            self.rows[entry.key] = entry.key = row.pk
            self._name(row, entry.other_names, is_new=is_new)
            self._cite(row.citations.all(), entry.citations, is_new=is_new, cause=row)
            self._causes(standing, group, row.pk, entry.parts)

    def _store(self, row: Any, last: int, **values: Any) -> int:
        """Store a row where something differs; return its place, which comes after `last`."""
        is_new = row._state.adding
        changed = is_new
        for name, value in values.items():
            old = getattr(row, name)
            if (clean(old) if isinstance(old, str) else old) != value:
                setattr(row, name, value)
                changed = True
        if is_new or row.position <= last:
            row.position, changed = last + 1, True
        if changed:
            self.signature.sign(row).save(force_insert=is_new)
        return int(row.position)

    def _name(self, cause: Cause, names: list[str], *, is_new: bool) -> None:
        """Make the other names of a cause these, in this order."""
        standing = [] if is_new else list(cause.aliases.all())
        if [clean(alias.name) for alias in standing] == names:
            return
        _replace(
            standing, names, lambda alias: clean(alias.name), lambda name: CauseAlias(cause=cause, name=name)
        )

    def _cite(self, rows: models.QuerySet[Citation], uses: list[Use], *, is_new: bool, **where: Any) -> None:
        """Make the citations of a cause or section these, in this order."""
        standing = [] if is_new else list(rows)
        if [Use(row.source_id, clean(row.statement)) for row in standing] == uses:
            return
        _replace(
            standing,
            uses,
            lambda row: Use(row.source_id, clean(row.statement)),
            lambda use: Citation(source_id=use.source, statement=use.statement, **where),
        )

    def _free_anchors(self, anchors: dict[int, str], document: Document) -> None:
        """Let causes exchange their anchors: who is to give one up has another until it is written."""
        wanted = {entry.slug: entry.key for entry in document.causes()}
        for key, slug in anchors.items():
            if wanted.get(slug, key) != key:
                Cause.objects.filter(pk=key).update(slug=f"~{key}")

    def _free_subject(self, document: Document) -> None:
        """Let another cause become what the page is about: a page has one."""
        wanted = [entry.key for entry in document.causes() if entry.is_subject]
        self.page.causes.filter(is_subject=True).exclude(pk__in=wanted).update(is_subject=False)

    def _former_anchors(self, before: dict[Cause, str], was_public: bool) -> None:
        """Remember the anchors that causes gave up; take back those that are in use again."""
        used = set(self.page.causes.values_list("slug", flat=True))
        used |= {group.anchor for group in self.page.groups.all()}
        self.page.former_anchors.filter(slug__in=used).delete()
        for cause, slug in before.items():
            if was_public and slug != cause.slug and slug not in used and not is_taken(slug):
                lead_anchor(self.page, slug, was=cause, to=cause)


def _replace(standing: list[Any], wanted: list[Any], read: Any, make: Any) -> None:
    """Make rows that are ordered by their keys say what is wanted: the beginning that agrees stays."""
    same = 0
    while same < min(len(standing), len(wanted)) and read(standing[same]) == wanted[same]:
        same += 1
    for row in standing[same:]:
        row.delete()
    new = [make(each) for each in wanted[same:]]
    if new:
        type(new[0])._default_manager.bulk_create(new)


def _free_key(model: type[models.Model], key: int) -> int | None:
    """The key of a row that was removed and comes back; None where a new row gets its own."""
    return key if key > 0 and not model._default_manager.filter(pk=key).exists() else None
