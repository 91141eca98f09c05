"""Loads the reference pages of the demo site."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from conditions.kinds import is_urgent, named
from conditions.models import Category, Cause, CauseAlias, CauseGroup, Citation, ReferencePage, Source
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
    return len(added)


def _add_page(entry: Entry, reviewed_by: str) -> ReferencePage:
    """Store one page."""
    category, _created = Category.objects.get_or_create(
        slug=slugify(entry["category"]), defaults={"name": entry["category"]}
    )
    page = ReferencePage.objects.create(
        category=category,
        title=entry["title"],
        slug=entry["slug"],
        question_heading=entry["question"],
        lead=entry["lead"],
        warning_signs=entry["warning_signs"],
        causes_intro=entry["causes_intro"],
        treatment=entry["treatment"],
        published_at=content.moment(entry["last_reviewed"], 12),
        reviewed_by=reviewed_by,
        last_reviewed_on=entry["last_reviewed"],
        next_review_on=entry["next_review"],
        is_demo=True,
    )
    remember("page", entry["slug"])
    sources = {key: _source(fields) for key, fields in entry["sources"].items()}
    for position, group in enumerate(entry["group"]):
        stored = CauseGroup.objects.create(
            page=page, heading=group["name"], text=group.get("text", ""), position=position
        )
        _add_causes(stored, None, group["cause"], sources)
    for section in Citation.Section:
        _cite(page, sources, entry[f"{section.value}_sources"], {"page": page, "section": section})
    return page


def _source(fields: Entry) -> Source:
    """The source at this address."""
    source, _created = Source.objects.get_or_create(url=fields["url"], defaults=fields)
    return source


def _add_causes(
    group: CauseGroup, parent: Cause | None, entries: list[Entry], sources: dict[str, Source]
) -> None:
    """Store causes and, inside each, its own causes."""
    for position, entry in enumerate(entries):
        cause = Cause.objects.create(
            page=group.page,
            group=group,
            parent=parent,
            name=entry["name"],
            slug=slugify(entry["name"]),
            text=entry["text"],
            is_condition=named(entry["name"]).is_condition,
            is_urgent=is_urgent([entry["name"]]),
            position=position,
        )
        CauseAlias.objects.bulk_create(CauseAlias(cause=cause, name=name) for name in entry["aliases"])
        _cite(group.page, sources, entry.get("sources", []), {"cause": cause})
        _add_causes(group, cause, entry.get("cause", []), sources)


def _cite(
    page: ReferencePage, sources: dict[str, Source], uses: list[str | Entry], target: dict[str, Any]
) -> None:
    """Store citations; a use is the key of a source, or a table of the key and what it says."""
    for use in uses:
        key, statement = (use, "") if isinstance(use, str) else (use["source"], use["says"])
        if key not in sources:
            raise DemoContentError(f"{page.slug}: there is no source “{key}”.")
        Citation.objects.create(source=sources[key], statement=statement, **target)
