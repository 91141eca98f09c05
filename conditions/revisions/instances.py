"""A document as rows that are not stored: for the form that edits it, and for its preview in the public template."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from conditions.models import Category, Cause, CauseAlias, CauseGroup, Citation, ReferencePage, Source
from conditions.revisions.document import SECTIONS, CauseEntry, Document, GroupEntry, Use
from conditions.tree import PageRows


class Instances:
    """The rows of one document; each knows those below it, as if they had been read with it."""

    def __init__(self, page: ReferencePage, document: Document) -> None:
        """`page` becomes the page of the document: it is not to be saved."""
        self.page = page
        self._sources = Source.objects.in_bulk({use.source for use in document.uses()})
        self._citation_keys = iter(range(-1, -1_000_000, -1))
        self._all: dict[tuple[type, int], Any] = {}
        for name, value in document.fields.items():
            setattr(page, "category_id" if name == "category" else name, _value(name, value))
        self.section_citations = [
            row
            for section in SECTIONS
            for row in self._cited(document.citations[section], page=page, section=section)
        ]
        self.groups = [self._group(entry, place) for place, entry in enumerate(document.groups)]

    def give_form(self) -> None:
        """Let the page know its rows, as its form reads them."""
        _give(self.page, groups=self.groups, citations=self.section_citations)

    def find(self, model: type, key: int | None) -> Any:
        """The row of this model with this key; None where there is none."""
        return self._all.get((model, key or 0))

    def rows(self) -> PageRows:
        """What the public page shows of them, under the category that the page stands in when the new one is gone."""
        chosen = Category.objects.filter(pk=self.page.category_id).first()
        self.page.category = chosen or Category.objects.get(pages=self.page.pk)
        causes = [row for model, row in self._items() if model is Cause]
        citations = [row for model, row in self._items() if model is Citation]
        return PageRows(self.page, self.groups, causes, citations)

    def _items(self) -> Iterator[tuple[type, Any]]:
        for (model, _key), row in self._all.items():
            yield model, row

    def _keep(self, row: Any) -> Any:
        """Remember a row; one that is stored is not taken for a new one."""
        row._state.adding = row.pk < 0
        self._all[type(row), row.pk] = row
        return row

    def _group(self, entry: GroupEntry, place: int) -> CauseGroup:
        """One heading."""
        row = CauseGroup(pk=entry.key, page=self.page, position=place, **entry.columns())
        self._keep(row)
        _give(row, causes=[self._cause(cause, row, None, at) for at, cause in enumerate(entry.causes)])
        return row

    def _cause(self, entry: CauseEntry, group: CauseGroup, parent: Cause | None, place: int) -> Cause:
        """One cause with its parts."""
        row = Cause(
            pk=entry.key,
            page=self.page,
            group=group,
            parent=parent,
            position=place,
            **entry.columns(),
        )
        self._keep(row)
        _give(
            row,
            aliases=[CauseAlias(cause=row, name=name) for name in entry.other_names],
            citations=list(self._cited(entry.citations, cause=row)),
            children=[self._cause(part, group, row, at) for at, part in enumerate(entry.parts)],
        )
        return row

    def _cited(self, uses: list[Use], **where: Any) -> Iterator[Citation]:
        """The citations whose sources are there still."""
        for use in uses:
            if source := self._sources.get(use.source):
                yield self._keep(
                    Citation(pk=next(self._citation_keys), source=source, statement=use.statement, **where)
                )


def _give(row: Any, **below: list[Any]) -> None:
    """Let the row know what is below it, as prefetch_related does."""
    row._prefetched_objects_cache = below


def _value(name: str, value: Any) -> Any:
    """A field of a document as a column of a page; what was typed and is no date is none."""
    if not name.endswith("_on"):
        return value
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
