"""What a page names by their keys, and a file by address: categories, other pages, sources."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date

from conditions.models import Category, ReferencePage, Source
from conditions.revisions.document import Document


@dataclass(frozen=True)
class SourceFacts:
    """A source as a file tells of it."""

    url: str
    publisher: str = ""
    title: str = ""
    accessed_on: str = ""
    archived_url: str = ""

    @classmethod
    def of(cls, source: Source) -> "SourceFacts":
        """What a file tells of this source."""
        day = source.accessed_on.isoformat()
        return cls(source.url, source.publisher, source.title, day, source.archived_url)

    def properties(self) -> list[tuple[str, str]]:
        """Its lines in a file; an archived copy only where there is one."""
        told = [(each.name, getattr(self, each.name)) for each in fields(self)[1:]]
        return told if self.archived_url else told[:-1]

    @property
    def is_told(self) -> bool:
        """Whether it can be stored."""
        try:
            date.fromisoformat(self.accessed_on)
        except ValueError:
            return False
        return bool(self.publisher and self.title)


@dataclass
class Known:
    """Addresses by key."""

    categories: dict[int, str] = field(default_factory=dict)
    pages: dict[int, str] = field(default_factory=dict)
    sources: dict[int, SourceFacts] = field(default_factory=dict)


def known_to(document: Document) -> Known:
    """What the document names.  Three queries."""
    return Known(
        dict(Category.objects.filter(pk=document.fields["category"]).values_list("pk", "slug")),
        dict(ReferencePage.objects.filter(pk__in=document.related).values_list("pk", "slug")),
        {
            source.pk: SourceFacts.of(source)
            for source in Source.objects.filter(pk__in={use.source for use in document.uses()})
        },
    )


def known_by(categories: Iterable[str], pages: Iterable[str], urls: Iterable[str]) -> Known:
    """What is stored under these addresses.  Three queries."""
    return Known(
        dict(Category.objects.filter(slug__in=list(categories)).values_list("pk", "slug")),
        dict(ReferencePage.objects.filter(slug__in=list(pages)).values_list("pk", "slug")),
        {
            key: SourceFacts(url)
            for key, url in Source.objects.filter(url__in=list(urls)).values_list("pk", "url")
        },
    )
