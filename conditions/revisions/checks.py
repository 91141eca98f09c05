"""What keeps a document from being published, in words for its editor."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.anchors import is_taken
from conditions.models import Category, Cause, CauseGroup, CauseLink, FormerAddress, ReferencePage, Source
from conditions.revisions.document import LEVELS, CauseEntry, Document, Removal
from conditions.revisions.removal import fates_of

WEB = ("http", "https")
NEEDED = ("title", "slug", "question_heading", "lead")


def problems(page: ReferencePage, document: Document) -> list[str]:
    """Return what has to be put right before `document` may be published as `page`; nothing when it may be."""
    checks = (_fields, _address, _review, _tree, _sources, _anchors, _cited_causes)
    return [*(problem for check in checks for problem in check(page, document)), *gone(document)]


def gone(document: Document) -> list[str]:
    """Return what the document names by its key although it has been deleted since: the preview leaves it out."""
    found, category = [], document.fields["category"]
    if category and not Category.objects.filter(pk=category).exists():
        found.append(_("The category has been deleted. Open the page and choose another one."))
    related = set(document.related)
    if ReferencePage.objects.filter(pk__in=related).count() < len(related):
        found.append(_("A related page has been deleted. Open the page and save it: what is left stays."))
    sources = {use.source for use in document.uses()}
    if Source.objects.filter(pk__in=sources).count() < len(sources):
        found.append(
            _("A source that is cited has been deleted. Open the page and save it: what is left stays.")
        )
    return found


def _fields(page: ReferencePage, document: Document) -> Iterator[str]:
    for name in NEEDED:
        if not document.fields[name]:
            field: Any = ReferencePage._meta.get_field(name)
            yield _("The field “%s” is empty.") % field.verbose_name
    if not document.fields["category"]:
        yield _("Choose a category.")


def _address(page: ReferencePage, document: Document) -> Iterator[str]:
    slug = document.fields["slug"]
    if ReferencePage.objects.exclude(pk=page.pk).filter(slug=slug).exists():
        yield _("Another page has the address “%s”.") % slug
    if FormerAddress.objects.filter(slug=slug).exclude(page=page).exists():
        yield _("The address “%s” was that of another page, and still leads there.") % slug


def _review(page: ReferencePage, document: Document) -> Iterator[str]:
    last, planned = document.fields["last_reviewed_on"], document.fields["next_review_on"]
    if not document.fields["reviewed_by"] or not last:
        yield _("Say who reviewed the page, and when: readers are told.")
    elif last > timezone.localdate().isoformat():
        yield _("The day of the last review is still to come. Say when the page was reviewed.")
    elif planned and planned <= last:
        yield _("The next review must come after the last one.")


def _tree(page: ReferencePage, document: Document) -> Iterator[str]:
    if any(not group.heading for group in document.groups):
        yield _("A cause group has no heading.")
    causes = list(document.causes())
    if any(not cause.name or not cause.slug for cause in causes):
        yield _("A cause has no name.")
    if sum(cause.is_subject for cause in causes) > 1:
        yield _("Two causes are marked as what the page is about.")
    for slug, count in Counter(cause.slug for cause in causes).items():
        if count > 1:
            yield _("Another cause of this page has the anchor “%s”.") % slug
    for group in document.groups:
        yield from _nested(group.causes, 1)


def _nested(causes: list[CauseEntry], level: int) -> Iterator[str]:
    """What is wrong with how causes stand in each other."""
    for cause in causes:
        if level > LEVELS:
            yield (
                _(
                    "“%s” stands more than three levels deep. Open the page and save it: then it stands beside what it "
                    "is part of."
                )
                % cause.name
            )
        # Readers see nothing of what stands in a retired cause.
        for part in cause.parts if cause.is_retired else ():
            if not part.is_retired:
                names = {"part": part.name, "cause": cause.name}
                yield _(
                    "“%(part)s” stands in “%(cause)s”, which is retired. Move it out, or retire it too."
                ) % (names)
        yield from _nested(cause.parts, level + 1)


def _sources(page: ReferencePage, document: Document) -> Iterator[str]:
    sources = Source.objects.in_bulk({use.source for use in document.uses()})
    for cause in document.causes():
        if not cause.is_editorial and not cause.is_retired and not cause.citations:
            yield _("“%s” names no source. Cite one, or mark it as editorial.") % cause.name
    for source in sources.values():
        if urlsplit(source.url).scheme not in WEB:
            yield _("The address of the source “%s” is no web address.") % source


def _anchors(page: ReferencePage, document: Document) -> Iterator[str]:
    former = {anchor.slug: anchor for anchor in page.former_anchors.all()}
    for cause in document.causes():
        if is_taken(cause.slug):
            yield _("The anchor “%s” is one of the page itself. Choose another one.") % cause.slug
        anchor = former.get(cause.slug)
        if anchor and cause.key not in (anchor.cause_id, anchor.was):
            yield _(
                "The anchor “%s” led somewhere else before, and still leads there. Choose another one."
            ) % (cause.slug)


def _cited_causes(page: ReferencePage, document: Document) -> Iterator[str]:
    fates, kept = fates_of(document), {cause.key for cause in document.causes()}
    cited = cited_and_gone(page, document)
    for cause in page.causes.exclude(pk__in=kept).order_by("pk"):
        fate = fates.get(cause.pk)
        if fate is None:
            if cause in cited:
                yield _("Replies link to “%s”, which is removed. Say where their links go.") % cause.name
        elif fate.kind == Removal.CAUSE and fate.target not in kept:
            target = Cause.objects.exclude(page=page).filter(pk=fate.target).select_related("page").first()
            if target is None or target.is_retired:
                yield _("The links of “%s” would go to a cause that is gone. Choose another.") % cause.name
            elif cause in cited and not target.page.is_public:
                yield off_the_site(cause.name, target.page)
        elif fate.kind == Removal.MOVE:
            group = (
                CauseGroup.objects.exclude(page=page).filter(pk=fate.target).select_related("page").first()
            )
            if group is None:
                yield _("The page to which “%s” was to move is gone. Choose another.") % cause.name
            elif cause in cited and not group.page.is_public:
                yield off_the_site(cause.name, group.page)


def off_the_site(cause: str, page: ReferencePage) -> str:
    """Why a cause that replies cite does not go to this page."""
    words = _(
        "“%(page)s” is not on the site: replies that link to “%(cause)s” would lose it. Publish it first."
    )
    return words % {"page": page, "cause": cause}


def cited_and_gone(page: ReferencePage, document: Document) -> list[Cause]:
    """The causes that the document removes although replies link to them."""
    kept = {cause.key for cause in document.causes()}
    linked = page.causes.filter(links__state=CauseLink.State.CONFIRMED).distinct().order_by("pk")
    return [cause for cause in linked if cause.pk not in kept]
