"""Loads the reference pages of the demo site."""

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from conditions.actions.revisions import begin_page, publish
from conditions.kinds import is_urgent, kind_of, named
from conditions.models import Category, ReferencePage, Source
from conditions.revisions.document import CauseEntry, Document, GroupEntry, Use, clean, new_key
from conditions.revisions.read import standing_document
from portal.demo import content
from portal.demo.content import DemoContentError, Entry
from portal.demo.loaded import remember, was_loaded


@transaction.atomic
def load_pages() -> int:
    """Add the reference pages never loaded before, with causes, sources and related pages; return how many."""
    reviewers = {entry["key"]: f"{entry['name']}, {entry['title']}" for entry in content.doctors()}
    taken = set(ReferencePage.objects.values_list("slug", flat=True))
    entries = [
        entry
        for entry in content.pages()
        if entry["slug"] not in taken and not was_loaded("page", entry["slug"])
    ]
    added = {entry["slug"]: _add_page(entry, reviewers[entry["reviewed_by"]]) for entry in entries}
    for entry in entries:
        added[entry["slug"]].related.add(*ReferencePage.objects.filter(slug__in=entry["related"]))
    for page in added.values():
        # Pages that come later are related to earlier ones: that is no change of theirs.
        page.revisions.update(content=standing_document(page).to_json())
    return len(added)


def _add_page(entry: Entry, reviewed_by: str) -> ReferencePage:
    """Publish one page, as on the day of its review."""
    slug = slugify(entry["category"])
    # One that was renamed since is still the one of this address.
    known = Category.objects.filter(Q(slug=slug) | Q(former_addresses__slug=slug)).first()
    category = known or Category.objects.create(slug=slug, name=entry["category"])
    sources = {key: _source(fields) for key, fields in entry["sources"].items()}
    document = Document(
        citations={
            section: _uses(entry, sources, entry[f"{section}_sources"]) for section in ("lead", "treatment")
        },
        groups=[
            GroupEntry(
                new_key(),
                group["name"],
                clean(group.get("text", "")),
                _causes(entry, sources, group["cause"]),
            )
            for group in entry["group"]
        ],
    )
    document.fields |= {
        "category": category.pk,
        "kind": kind_of(entry["title"]),
        "title": entry["title"],
        "slug": entry["slug"],
        "question_heading": entry["question"],
        **{name: clean(entry[name]) for name in ("lead", "warning_signs", "causes_intro", "treatment")},
        "reviewed_by": reviewed_by,
        "last_reviewed_on": entry["last_reviewed"].isoformat(),
        "next_review_on": entry["next_review"].isoformat(),
        "is_demo": True,
    }
    remember("page", entry["slug"])
    revision = begin_page(document=document, author=None, reason="demo")
    return publish(
        revision=revision, actor=None, moment=content.moment(entry["last_reviewed"], 12), index=False
    )


def _source(fields: Entry) -> Source:
    """The source at this address."""
    source, _created = Source.objects.get_or_create(url=fields["url"], defaults=fields)
    return source


def _causes(page: Entry, sources: dict[str, Source], entries: list[Entry]) -> list[CauseEntry]:
    """Causes and, inside each, its own causes.  One without a source introduces its parts."""
    return [
        CauseEntry(
            new_key(),
            entry["name"],
            slugify(entry["name"]),
            clean(entry["text"]),
            is_condition=named(entry["name"]).is_condition,
            is_urgent=is_urgent([entry["name"]]),
            is_editorial=not entry.get("sources"),
            other_names=list(entry["aliases"]),
            citations=_uses(page, sources, entry.get("sources", [])),
            parts=_causes(page, sources, entry.get("cause", [])),
        )
        for entry in entries
    ]


def _uses(page: Entry, sources: dict[str, Source], uses: list[str | Entry]) -> list[Use]:
    """Citations; each is the key of a source, or a table of the key and what it says."""
    found = []
    for use in uses:
        key, statement = (use, "") if isinstance(use, str) else (use["source"], use["says"])
        if key not in sources:
            raise DemoContentError(f"{page['slug']}: there is no source “{key}”.")
        found.append(Use(sources[key].pk, statement))
    return found
