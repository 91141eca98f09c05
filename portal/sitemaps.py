"""What search engines may list.  Long sections are cut by key, so that the last part costs as much as the first."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import Max, QuerySet
from django.urls import reverse

from conditions.models import Category, ReferencePage
from consult.models import Doctor, Question, Specialty, Topic

KEYS_A_PART = 5_000


class _Part:
    """One part of a section: the rows whose keys lie in one span."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.object_list = rows

    def has_previous(self) -> bool:
        """Not asked for by the sitemap views."""
        return False


class _KeyParts:
    """Cuts a section into spans of keys; stands in for Django's paginator, which counts and skips rows."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    @property
    def num_pages(self) -> int:
        """How many spans there are, at least 1."""
        highest = self.rows.model._default_manager.aggregate(highest=Max("pk"))["highest"] or 0
        return max(0, highest - 1) // KEYS_A_PART + 1

    def page(self, number: Any) -> _Part:
        """Return span `number`, counted from 1.  Raises EmptyPage or PageNotAnInteger."""
        try:
            part = int(number)
        except ValueError as error:
            raise PageNotAnInteger from error
        if not 1 <= part <= self.num_pages:
            raise EmptyPage
        first = (part - 1) * KEYS_A_PART + 1
        return _Part(self.rows.filter(pk__gte=first, pk__lt=first + KEYS_A_PART).order_by("pk"))


class KeySitemap(Sitemap[Any]):
    """A section of rows, with the field that says when a row last changed."""

    changed_field = ""

    def rows(self) -> QuerySet[Any]:
        """The rows that strangers may see."""
        raise NotImplementedError

    @property
    def paginator(self) -> Any:
        """The section cut by key."""
        return _KeyParts(self.rows())

    def lastmod(self, item: Any) -> datetime | None:
        """When the row last changed, where that is kept."""
        return getattr(item, self.changed_field) if self.changed_field else None

    def get_latest_lastmod(self) -> datetime | None:
        """Not given for the index: it would read every row."""
        return None


class QuestionSitemap(KeySitemap):
    """Public questions."""

    changed_field = "published_at"

    def rows(self) -> QuerySet[Any]:
        """See KeySitemap."""
        return Question.objects.public()


class PageSitemap(KeySitemap):
    """Public reference pages."""

    changed_field = "updated_at"

    def rows(self) -> QuerySet[Any]:
        """See KeySitemap."""
        return ReferencePage.objects.public()


class CategorySitemap(KeySitemap):
    """Categories with public pages."""

    def rows(self) -> QuerySet[Any]:
        """See KeySitemap."""
        return Category.objects.with_public_pages()


class SpecialtySitemap(KeySitemap):
    """Specialties."""

    def rows(self) -> QuerySet[Any]:
        """See KeySitemap."""
        return Specialty.objects.all()


class TopicSitemap(KeySitemap):
    """Topics."""

    def rows(self) -> QuerySet[Any]:
        """See KeySitemap."""
        return Topic.objects.select_related("specialty")


class DoctorSitemap(KeySitemap):
    """Listed doctors."""

    def rows(self) -> QuerySet[Any]:
        """See KeySitemap."""
        return Doctor.objects.listed()


class FrameSitemap(Sitemap[Any]):
    """The few pages that lead to all others."""

    def items(self) -> list[str]:
        """Addresses."""
        names = [
            "home",
            "consult:questions",
            "consult:specialties",
            "consult:doctors",
            "conditions:list",
            "consult:emergency",
        ]
        return [reverse(name) for name in names] + ["/how-it-works/", "/about/", "/privacy/"]

    def location(self, item: str) -> str:
        """The address itself."""
        return item


SITEMAPS: dict[str, type[Sitemap[Any]]] = {
    "frame": FrameSitemap,
    "questions": QuestionSitemap,
    "conditions": PageSitemap,
    "categories": CategorySitemap,
    "specialties": SpecialtySitemap,
    "topics": TopicSitemap,
    "doctors": DoctorSitemap,
}
