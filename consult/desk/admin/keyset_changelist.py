"""Admin lists paged by key: each page costs the same, however deep, in any order, with filters and search.

The one library for this (django-admin-cursor-paginator 0.1) knows one fixed unique column, so no list could be sorted.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.common.keyset import Key, keys_of, rows_beyond
from consult.desk.admin.searching import without_signs

# Counting goes on up to here: an exact number costs more with every row, and nobody acts on it.
MOST_COUNTED = 1_000


class KeyChangeList(ChangeList):
    """A change list whose page parameter names a row: "after-17" is the page that follows row 17.

    A number says nothing of what stands in the row: addresses get into logs, which no erasure reaches.
    """

    next_link = previous_link = ""

    def get_results(self, request: HttpRequest) -> None:
        """Count up to MOST_COUNTED and read one page: three queries, and one more to find the place of a later page."""
        try:
            counted = self.queryset.order_by().values("pk")[: MOST_COUNTED + 1].count()
        except (OverflowError, ValueError) as error:  # a number that SQLite cannot hold, a year that is none
            raise IncorrectLookupParameters from error
        self.counts_further = counted > MOST_COUNTED
        self.result_count = min(counted, MOST_COUNTED)
        self.can_show_all = counted <= self.list_max_show_all
        # Equal numbers keep the count from the search form: "1000 results" where there are more, "Show all" where
        # nothing was sought.
        self.show_full_result_count = False
        is_all = self.counts_further or not (self.query or self.has_active_filters)
        self.full_result_count = self.result_count if is_all else None
        self.show_admin_actions = True
        # Django's own tag would number the pages.
        self.multi_page = False
        if self.show_all and self.can_show_all:
            self.result_list = list(self.queryset)
        else:
            self.result_list = self._page(request.GET.get(PAGE_VAR, ""))

    @property
    def count_label(self) -> str:
        """How many rows there are: "12 entries", "more than 1,000 entries"."""
        if self.counts_further:
            return _("more than %s entries") % f"{MOST_COUNTED:,}"
        return ngettext("%d entry", "%d entries", self.result_count) % self.result_count

    def _page(self, wanted: str) -> list[Any]:
        """Return the rows of the page and set the links to its neighbours."""
        keys = keys_of(self.queryset, self.queryset.query.order_by)
        direction, _dash, number = wanted.partition("-")
        if wanted and direction not in ("after", "before"):
            raise IncorrectLookupParameters
        values, backwards = self._values(keys, number) if wanted else None, direction == "before"
        if values is None:
            backwards = False
        # The numbers first: what else a row shows is not worked out for all the rows that are only sorted.
        numbered = self.queryset.values_list("pk", flat=True)
        numbers, more = rows_beyond(numbered, keys, values, self.list_per_page, backwards=backwards)
        found = self.queryset.in_bulk(numbers)
        rows = [found[number] for number in numbers if number in found]
        if rows and (more or backwards):
            self.next_link = self.get_query_string({PAGE_VAR: f"after-{rows[-1].pk}"})
        if rows and (more if backwards else values is not None):
            self.previous_link = self.get_query_string({PAGE_VAR: f"before-{rows[0].pk}"})
        return rows

    def _values(self, keys: list[Key], number: str) -> tuple[Any, ...] | None:
        """The keys of one row; None, which is the first page, when the row is gone."""
        try:
            found = self.root_queryset.filter(pk=number)
        except (ValueError, ValidationError) as error:
            raise IncorrectLookupParameters from error
        values: tuple[Any, ...] | None = found.order_by().values_list(*(key.name for key in keys)).first()
        return values


def paged_by_key(admin_class: type[admin.ModelAdmin[Any]]) -> type[admin.ModelAdmin[Any]]:
    """Return the admin class with its list paged by key."""

    class Paged(admin_class):  # type: ignore[misc,valid-type]
        def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
            found: type[ChangeList] = super().get_changelist(request, **kwargs)
            return found if issubclass(found, KeyChangeList) else KeyChangeList

        def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
            # Under the name of what it lists; the stock title is "Select ... to view".
            title = capfirst(str(self.opts.verbose_name_plural))
            return super().changelist_view(request, {"title": title, **(extra_context or {})})

        def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
            return super().get_search_results(request, queryset, without_signs(search_term))

    Paged.__name__, Paged.__doc__ = admin_class.__name__, admin_class.__doc__
    return Paged
