"""Filters of lists in words."""

from typing import Any

from django.contrib import admin


def given(title: Any, yes: Any, no: Any) -> type[admin.EmptyFieldListFilter]:
    """Return a filter by whether a field is filled in, whose two choices read `yes` and `no`."""

    class GivenFilter(admin.EmptyFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = title

        def choices(self, changelist: Any) -> Any:
            every, empty, filled = super().choices(changelist)
            yield every
            yield {**filled, "display": yes}
            yield {**empty, "display": no}

    return GivenFilter
