"""Imports reference pages, one transaction a batch.  What is stored already is left as it is."""

from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from conditions.actions.revisions import begin_page, publish
from conditions.importing.layout import Layout, lay_out
from conditions.importing.publishers import category_name, full_name
from conditions.importing.rows import Row, read_rows
from conditions.kinds import is_urgent, named
from conditions.models import Category, FormerAddress, ReferencePage, Source
from conditions.revisions.document import CauseEntry, Document, GroupEntry, Use, clean, new_key
from consult.importing.lines import Outcome, in_batches
from consult.importing.signature import Signature

BATCH = 200


def import_reference_pages(
    path: Path, *, by: AbstractBaseUser | None = None, publish: bool = False, batch_size: int = BATCH
) -> Outcome:
    """Import a JSON Lines file of reference pages as drafts, or public at once with `publish`; return what came of it.

    The history of every page, group and cause names `by`, the member of staff.
    Raises ImportFileError for a file of another kind.
    """
    outcome = Outcome()
    store = _Store(outcome, Signature(path, by), publish)
    for rows in in_batches(read_rows(path, outcome), batch_size):
        with transaction.atomic():
            store.add(rows)
    return outcome


class _Store:
    """One import into the database."""

    def __init__(self, outcome: Outcome, signature: Signature, is_public: bool) -> None:
        self.outcome = outcome
        self.is_public = is_public
        self.signature = signature
        self.categories: dict[str, Category] = {}
        former = FormerAddress.objects.values_list("slug", flat=True)
        self.slugs = {*ReferencePage.objects.values_list("slug", flat=True), *former}

    def add(self, rows: list[Row]) -> None:
        """Store the pages that are new."""
        wanted = {row.key: row for row in reversed(rows)}
        stored = set(
            ReferencePage.objects.filter(import_key__in=list(wanted)).values_list("import_key", flat=True)
        )
        new = [row for key, row in reversed(wanted.items()) if key not in stored]
        sources = self._sources(new)
        for row in new:
            document = self._document(row, lay_out(row.title, row.sections), sources[row.url])
            revision = begin_page(
                document=document, author=self.signature.by, reason=self.signature.reason, import_key=row.key
            )
            if self.is_public:
                publish(revision=revision, actor=self.signature.by, moment=self.signature.at, index=False)
        self.outcome.made["reference pages"] += len(new)
        self.outcome.already_there += len(rows) - len(new)

    def _document(self, row: Row, layout: Layout, source: Source) -> Document:
        """The page with its groups and its one cause, the condition itself, which has the aliases."""
        document, cited = Document(), [Use(source.pk)]
        document.fields |= {
            "category": self._category(category_name(row.publisher)).pk,
            "title": row.title,
            "slug": self._slug(row),
            "question_heading": layout.question_heading,
            "lead": clean(layout.lead),
            "warning_signs": clean(layout.warning_signs),
            "treatment": clean(layout.treatment),
        }
        document.citations = {"lead": cited, "treatment": cited if document.fields["treatment"] else []}
        names = named(row.title)
        cause = CauseEntry(
            new_key(),
            names.name,
            slugify(names.name)[:160] or "about",
            clean(layout.cause_text),
            is_condition=names.is_condition,
            is_urgent=is_urgent([names.name]),
            other_names=[
                name for name in dict.fromkeys((*row.synonyms, *names.aliases)) if name != names.name
            ],
            citations=[Use(source.pk)],
        )
        groups = [(heading, clean(text)) for heading, text in layout.groups]
        document.groups = [GroupEntry(new_key(), layout.cause_heading, "", [cause])]
        document.groups += [GroupEntry(new_key(), heading, text) for heading, text in groups]
        return document

    def _sources(self, rows: list[Row]) -> dict[str, Source]:
        """The source of each page, by its address."""
        today = timezone.localdate()
        Source.objects.bulk_create(
            (
                Source(publisher=full_name(row.publisher), title=row.title, url=row.url, accessed_on=today)
                for row in rows
            ),
            ignore_conflicts=True,
        )
        found: dict[str, Source] = Source.objects.in_bulk([row.url for row in rows], field_name="url")
        return found

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


def _free(taken: set[str], *wanted: str) -> str:
    """The first of these addresses that is not taken, or else the last of them with the first free number."""
    for slug in wanted:
        if slug not in taken:
            return slug
    number = 2
    while f"{wanted[-1]}-{number}" in taken:
        number += 1
    return f"{wanted[-1]}-{number}"
