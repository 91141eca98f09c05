"""The passages below a reply as readers see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from conditions.grounding.blocks import shortened
from conditions.grounding.cited import Cited, Key, cited, key_of
from conditions.models import Cause, CauseLink, Passage, ReferencePage
from conditions.models.passage import PassageQuerySet
from consult.models import Reply


@dataclass(frozen=True)
class SourceItem:
    """A source as it stood when the passage was taken over."""

    publisher: str
    title: str
    url: str
    accessed_on: date
    archived_url: str = ""


@dataclass(frozen=True)
class PassageItem:
    """One passage: its words and sources, and where it comes from; addresses are "" for pages that are not public."""

    key: Key
    """Of which cause or page it is."""
    name: str
    page_title: str
    text: str
    url: str = ""
    page_url: str = ""
    sources: list[SourceItem] = field(default_factory=list)
    is_shortened: bool = False
    is_changed: bool = False
    """Whether its page says something else by now, and no doctor has decided yet."""


def passages(replies: Sequence[Reply], rows: Iterable[Passage] | None = None) -> dict[int, list[PassageItem]]:
    """What each of the replies (by key) cites, as it was copied at publication.  One query, unless `rows` are given."""
    found: dict[int, list[PassageItem]] = {reply.pk: [] for reply in replies}
    for row in copied_rows(replies) if rows is None else rows:
        found[row.reply_id].append(_item(row))
    return found


def copied_rows(replies: Sequence[Reply]) -> PassageQuerySet:
    """The passages of these replies whose words are kept, as placed.  One query."""
    rows = Passage.objects.taken().filter(reply__in=[reply.pk for reply in replies])
    return rows.select_related("cause__page", "page").in_order()


def cut_anew(row: Passage, left_out: list[str]) -> PassageItem:
    """A copied passage with other cuts, as choose_passages makes them.  Does not save."""
    row.text = shortened(row.full_text, left_out)
    return _item(row)


def preview(reply: Reply) -> list[PassageItem]:
    """What a reply that is not published yet would cite, as its causes and pages stand now."""
    links = CauseLink.objects.confirmed().to_public_pages().filter(reply=reply).order_by("-score", "pk")
    links = links.select_related("cause__page", "page")
    sources = cited([link.cause for link in links if link.cause], [link.page for link in links if link.page])
    rows = {key_of(row): row for row in reply.passages.all()}
    places = {key: (rows[key].position if key in rows else 0) for key in sources}
    return [
        fresh(sources[key], rows[key].left_out if key in rows else [])
        for key in sorted(sources, key=places.__getitem__)
    ]


def fresh(source: Cited, left_out: list[str]) -> PassageItem:
    """A passage as it would be copied now."""
    text = shortened(source.text, left_out)
    return PassageItem(
        key=(source.kind, source.key),
        name=source.name,
        page_title=source.page.title,
        text=text,
        url=source.url,
        page_url=source.page.get_absolute_url(),
        sources=told_sources(source.sources),
        is_shortened=text != source.text,
    )


def _item(row: Passage) -> PassageItem:
    """A copied passage, with links while its page is public."""
    target: Cause | ReferencePage | None = row.cause or row.page
    page = row.cause.page if row.cause else row.page
    url = target.get_absolute_url() if target and page and page.is_public else ""
    return PassageItem(
        key=key_of(row),
        name=row.name,
        page_title=row.page_title,
        text=row.text,
        url=url,
        page_url=url.partition("#")[0],
        sources=told_sources(row.sources),
        is_shortened=row.is_shortened,
        is_changed=row.changed_at is not None,
    )


def told_sources(stored: list[dict[str, str]]) -> list[SourceItem]:
    """The sources, with their dates."""
    return [
        SourceItem(
            row["publisher"],
            row["title"],
            row["url"],
            date.fromisoformat(row["accessed_on"]),
            row.get("archived_url", ""),  # copies from before there was this column have none
        )
        for row in stored
    ]
