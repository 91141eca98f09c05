"""Imports reference pages, one transaction a batch.  What is stored already is left as it is."""

from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from conditions.importing.layout import Layout, lay_out
from conditions.importing.publishers import category_name, full_name
from conditions.importing.rows import Row, read_rows
from conditions.kinds import is_urgent, named
from conditions.models import Category, Cause, CauseAlias, CauseGroup, Citation, ReferencePage, Source
from consult.importing.lines import Outcome, in_batches
from consult.importing.signature import Signature

BATCH = 200


def import_reference_pages(
    path: Path, *, by: AbstractBaseUser | None = None, batch_size: int = BATCH
) -> Outcome:
    """Import a JSON Lines file of reference pages, public at once; return what came of it.

    The history of every page, group and cause names `by`, the member of staff.
    Raises ImportFileError for a file of another kind.
    """
    outcome = Outcome()
    store = _Store(outcome, Signature(path, by))
    for rows in in_batches(read_rows(path, outcome), batch_size):
        with transaction.atomic():
            store.add(rows)
    return outcome


class _Store:
    """One import into the database."""

    def __init__(self, outcome: Outcome, signature: Signature) -> None:
        self.outcome = outcome
        self.signature = signature
        self.categories: dict[str, Category] = {}
        self.slugs = set(ReferencePage.objects.values_list("slug", flat=True))

    def add(self, rows: list[Row]) -> None:
        """Store the pages that are new."""
        wanted = {row.key: row for row in reversed(rows)}
        stored = set(
            ReferencePage.objects.filter(import_key__in=list(wanted)).values_list("import_key", flat=True)
        )
        new = [row for key, row in reversed(wanted.items()) if key not in stored]
        layouts = [lay_out(row.title, row.sections) for row in new]
        pages = self.signature.store(map(self._page, new, layouts))
        causes = self._add_causes(pages, new, layouts)
        self._cite(pages, new, causes)
        self.outcome.made["reference pages"] += len(new)
        self.outcome.already_there += len(rows) - len(new)

    def _page(self, row: Row, layout: Layout) -> ReferencePage:
        """The page itself."""
        return ReferencePage(
            category=self._category(category_name(row.publisher)),
            title=row.title,
            slug=self._slug(row),
            question_heading=layout.question_heading,
            lead=layout.lead,
            warning_signs=layout.warning_signs,
            treatment=layout.treatment,
            published_at=self.signature.at,
            import_key=row.key,
        )

    def _category(self, name: str) -> Category:
        """The category of this name, made when there is none."""
        if name not in self.categories:
            self.categories[name] = Category.objects.filter(name=name).first() or self._new_category(name)
        return self.categories[name]

    def _new_category(self, name: str) -> Category:
        """A category under an address of its own."""
        taken = set(Category.objects.values_list("slug", flat=True))
        return Category.objects.create(name=name, slug=_free(taken, slugify(name)[:110] or "category"))

    def _slug(self, row: Row) -> str:
        """An address that no other page has: the title, then with the publisher, then numbered."""
        title = slugify(row.title)[:150].strip("-") or "page"
        slug = _free(self.slugs, title, f"{title}-{slugify(row.publisher)[:40]}".strip("-"))
        self.slugs.add(slug)
        return slug

    def _add_causes(self, pages: list[ReferencePage], rows: list[Row], layouts: list[Layout]) -> list[Cause]:
        """Store the groups of each page and its one cause, the condition itself, with its aliases."""
        first = self.signature.store(
            CauseGroup(page=page, heading=layout.cause_heading)
            for page, layout in zip(pages, layouts, strict=True)
        )
        self.signature.store(
            CauseGroup(page=page, heading=heading, text=text, position=position)
            for page, layout in zip(pages, layouts, strict=True)
            for position, (heading, text) in enumerate(layout.groups, start=1)
        )
        called = [named(row.title) for row in rows]
        others = [
            [name for name in dict.fromkeys((*row.synonyms, *names.aliases)) if name != names.name]
            for row, names in zip(rows, called, strict=True)
        ]
        causes = self.signature.store(
            Cause(
                page=group.page,
                group=group,
                name=names.name,
                slug=slugify(names.name)[:160] or "about",
                text=layout.cause_text,
                is_condition=names.is_condition,
                is_urgent=is_urgent([names.name]),
            )
            for group, names, layout in zip(first, called, layouts, strict=True)
        )
        CauseAlias.objects.bulk_create(
            CauseAlias(cause=cause, name=name)
            for cause, names in zip(causes, others, strict=True)
            for name in names
        )
        return causes

    def _cite(self, pages: list[ReferencePage], rows: list[Row], causes: list[Cause]) -> None:
        """Name each page's source, and cite it for the lead, the treatment and the cause."""
        today = timezone.localdate()
        Source.objects.bulk_create(
            (
                Source(publisher=full_name(row.publisher), title=row.title, url=row.url, accessed_on=today)
                for row in rows
            ),
            ignore_conflicts=True,
        )
        sources = Source.objects.in_bulk([row.url for row in rows], field_name="url")
        citations = []
        for page, row, cause in zip(pages, rows, causes, strict=True):
            source = sources[row.url]
            citations.append(Citation(source=source, page=page, section=Citation.Section.LEAD))
            if page.treatment:
                citations.append(Citation(source=source, page=page, section=Citation.Section.TREATMENT))
            citations.append(Citation(source=source, cause=cause))
        Citation.objects.bulk_create(citations)


def _free(taken: set[str], *wanted: str) -> str:
    """The first of these addresses that is not taken, or else the last of them with the first free number."""
    for slug in wanted:
        if slug not in taken:
            return slug
    number = 2
    while f"{wanted[-1]}-{number}" in taken:
        number += 1
    return f"{wanted[-1]}-{number}"
