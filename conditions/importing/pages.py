"""Imports reference pages, one transaction a batch.  What is stored already is left as it is."""

import re
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from conditions.actions.revisions import begin_page, publish
from conditions.anchors import anchor_for
from conditions.importing.folding import About, Folded, fold, related
from conditions.importing.layout import Layout, lay_out
from conditions.importing.lost_signs import FileWords
from conditions.importing.named_causes import NamedCause
from conditions.importing.publishers import category_name, full_name
from conditions.importing.rows import Row, read_rows
from conditions.kinds import ILLNESSES, SYMPTOM, condition_key, is_urgent, kind_of, named, own_key
from conditions.models import (
    Category,
    DraftVersion,
    FoldedImport,
    FormerAddress,
    FormerCategoryAddress,
    ReferencePage,
    Revision,
    Source,
)
from conditions.name_index import renew_names
from conditions.related.ranking.spelling import is_a_word
from conditions.revisions.document import CauseEntry, Document, GroupEntry, Use, clean, new_key
from consult.importing.lines import Outcome, in_batches
from consult.importing.signature import Signature
from consult.language.slug import first_free

BATCH = 200
_CAUSES_OF = re.compile(r"^(?:common |possible )?causes of\b", re.IGNORECASE)


def import_reference_pages(
    path: Path, *, by: AbstractBaseUser | None = None, publish: bool = False, batch_size: int = BATCH
) -> Outcome:
    """Import a JSON Lines file of reference pages as drafts, or public at once with `publish`; return what came of it.

    The whole file is read first, for rows about one condition become one page.  The history of every page, group and
    cause names `by`, the member of staff.  Raises ImportFileError for a file of another kind.
    """
    outcome = Outcome()
    rows = list(read_rows(path, outcome))
    words = FileWords((section.text for row in rows for section in row.sections), is_a_word)
    store = _Store(outcome, Signature(path, by), publish, words)
    pages = fold(store.new(rows))
    store.made += store.made_before()
    store.known = {own_key(page.row.title) for page in pages if _is_illness(page)}
    store.known |= {condition_key(page.names[0]) for page in store.made if page.kind in ILLNESSES}
    for some in in_batches(pages, batch_size):
        with transaction.atomic():
            store.add(some)
    with transaction.atomic():
        store.relate()
    return outcome


def _is_illness(page: Folded) -> bool:
    return kind_of(page.row.title) in ILLNESSES


class _Store:
    """One import into the database."""

    def __init__(self, outcome: Outcome, signature: Signature, is_public: bool, words: FileWords) -> None:
        self.outcome = outcome
        self.words = words
        self.is_public = is_public
        self.signature = signature
        self.categories: dict[str, Category] = {}
        former = FormerAddress.objects.values_list("slug", flat=True)
        self.slugs = {*ReferencePage.objects.values_list("slug", flat=True), *former}
        self.known: set[str] = set()
        self.made: list[About] = []
        # Pages that an earlier run has stored of this file: it may have ended before it related them.
        self.before: set[int] = set()

    def new(self, rows: list[Row]) -> list[Row]:
        """The rows that are not stored yet, each address once."""
        wanted = {row.key: row for row in reversed(rows)}
        keyed = ReferencePage.objects.filter(import_key__isnull=False)
        stored: dict[str | None, int] = dict(keyed.values_list("import_key", "pk"))
        stored |= dict(FoldedImport.objects.values_list("import_key", "page_id"))
        self.before = {stored[key] for key in wanted if key in stored}
        new = [row for key, row in reversed(wanted.items()) if key not in stored]
        self.outcome.already_there += len(rows) - len(new)
        self.outcome.made["reference pages"] = 0
        return new

    def made_before(self) -> list[About]:
        """What the pages of earlier runs are about, as their newest revisions say it."""
        found = {}
        for some in in_batches(sorted(self.before), BATCH):
            revisions = Revision.objects.filter(page__in=some).exclude(state=Revision.State.DISCARDED)
            for revision in revisions.order_by("pk"):
                document = Document.from_json(revision.content)
                about = next((cause for cause in document.causes() if cause.is_subject), None)
                names = [about.name, *about.other_names] if about else [document.title]
                found[revision.page_id] = About(
                    revision.page_id, document.fields["kind"], document.title, names
                )
        return list(found.values())

    def add(self, pages: list[Folded]) -> None:
        """Store pages, each with its first revision."""
        sources = self._sources([row for page in pages for row in page.cited])
        folded, public = [], []
        for page in pages:
            row, layout = page.row, lay_out(page.row.title, page.row.sections, self.words)
            used = [sources[each.url] for each in page.cited]
            revision = begin_page(
                document=self._document(row, layout, used),
                author=self.signature.by,
                reason=self.signature.reason,
                import_key=row.key,
            )
            if self.is_public:
                public.append(self._publish(revision))
            self.made.append(About(revision.page_id, layout.kind, row.title, _names(row)))
            folded += [FoldedImport(import_key=each.key, page_id=revision.page_id) for each in page.others]
        renew_names(*public)
        FoldedImport.objects.bulk_create(folded)
        self.outcome.made["reference pages"] += len(pages)
        if folded:
            self.outcome.made["rows folded into these"] += len(folded)

    def _publish(self, revision: Revision) -> ReferencePage:
        """Publish a page; its names follow with those of its batch."""
        return publish(
            revision=revision, actor=self.signature.by, moment=self.signature.at, index=False, names=False
        )

    def relate(self) -> None:
        """Relate the pages of this file that share a condition, in their first revisions and for readers.

        What somebody has changed since, or related to others, is left as it is; whoever has opened one of them before
        is shown the relations as somebody else's change.
        """
        found = {page: others for page, others in related(self.made).items() if others}
        untouched = [
            revision
            for some in in_batches(sorted(found), BATCH)
            for revision in self._untouched(some)
            if not revision.content["related"]
        ]
        for revision in untouched:
            revision.content["related"] = sorted(found[revision.page_id])
        drafts = [revision for revision in untouched if revision.state == Revision.State.DRAFT]
        public = [revision for revision in untouched if revision.state == Revision.State.PUBLISHED]
        for revision in drafts:
            revision.version += 1
        for revision in public:
            revision.page_version = revision.page.version + 1
        Revision.objects.bulk_update(untouched, ["content", "version", "page_version"], batch_size=BATCH)
        DraftVersion.objects.bulk_create(
            DraftVersion(revision=revision, version=revision.version, content=revision.content)
            for revision in drafts
        )
        for few in in_batches(public, BATCH):
            pages = ReferencePage.objects.filter(pk__in=[revision.page_id for revision in few])
            pages.update(version=F("version") + 1)
        through = ReferencePage.related.through
        through._default_manager.bulk_create(
            (
                through(from_referencepage_id=revision.page_id, to_referencepage_id=other)
                for revision in public
                for other in found[revision.page_id]
            ),
            ignore_conflicts=True,
        )

    def _untouched(self, pages: list[int]) -> QuerySet[Revision]:
        """Those of these pages that have one revision, which nobody has changed or sent on; their pages are locked."""
        list(ReferencePage.objects.filter(pk__in=pages).select_for_update(no_key=True).order_by("pk"))
        later = Revision.objects.filter(page=OuterRef("page")).exclude(pk=OuterRef("pk"))
        states = (Revision.State.DRAFT, Revision.State.PUBLISHED)
        first = Revision.objects.filter(~Exists(later), page__in=pages, version=1, state__in=states)
        return first.select_related("page").order_by("pk")

    def _document(self, row: Row, layout: Layout, sources: list[Source]) -> Document:
        """The page with its headings, the entry of what it is about, and the causes that the file names."""
        document, cited = Document(), [Use(source.pk) for source in sources]
        names = _names(row)
        document.fields |= {
            "category": self._category(category_name(row.publisher)).pk,
            "kind": layout.kind,
            "title": row.title if layout.kind == SYMPTOM and _CAUSES_OF.match(row.title) else names[0],
            "slug": self._slug(row),
            "question_heading": layout.question_heading,
            "lead": clean(layout.lead),
            "warning_signs": clean(layout.warning_signs),
            "treatment": clean(layout.treatment),
        }
        document.citations = {"lead": cited, "treatment": cited if document.fields["treatment"] else []}
        is_illness = layout.kind in ILLNESSES
        subject = CauseEntry(
            new_key(),
            names[0],
            slugify(names[0])[:160] or "about",
            clean(layout.about),
            is_condition=is_illness,
            is_subject=True,
            is_urgent=is_illness and is_urgent([names[0]]),
            other_names=names[1:],
            citations=cited,
        )
        taken = {subject.slug}
        document.groups = [
            GroupEntry(
                new_key(),
                part.heading,
                clean(part.text),
                [self._cause(cause, taken, cited) for cause in part.causes],
                part.is_after_treatment,
            )
            for part in layout.parts
        ]
        document.groups[0].causes.insert(0, subject)
        return document

    def _cause(self, cause: NamedCause, taken: set[str], cited: list[Use]) -> CauseEntry:
        """One cause that the file names; proposed only when it is a condition of which the file tells."""
        slug = first_free(taken, anchor_for(cause.name, 150))
        taken.add(slug)
        return CauseEntry(
            new_key(),
            cause.name,
            slug,
            clean(cause.text),
            is_condition=condition_key(cause.name) in self.known,
            is_urgent=is_urgent([cause.name]),
            citations=list(cited),
        )

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
        former = FormerCategoryAddress.objects.values_list("slug", flat=True)
        taken = {*Category.objects.values_list("slug", flat=True), *former}
        return Category.objects.create(name=name, slug=first_free(taken, slugify(name)[:110] or "category"))

    def _slug(self, row: Row) -> str:
        """An address that no other page has: the title, then with the publisher, then numbered."""
        title = slugify(named(row.title).name)[:150].strip("-") or "page"
        slug = first_free(self.slugs, title, f"{title}-{slugify(row.publisher)[:40]}".strip("-"))
        self.slugs.add(slug)
        return slug


def _names(row: Row) -> list[str]:
    """What the page of a row is about: its name, then its other names."""
    called = named(row.title)
    said = dict.fromkeys((*row.synonyms, *called.aliases))
    return [called.name, *(name for name in said if name.casefold() != called.name.casefold())]
