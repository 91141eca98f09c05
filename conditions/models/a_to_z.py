"""Rows that the A to Z lists by `index_name`."""

from typing import Self, TypeVar

from django.db import models
from django.db.models.functions import Left

Row = TypeVar("Row", bound=models.Model, covariant=True)


class AToZQuerySet(models.QuerySet[Row]):
    """Named reads by initial."""

    def under_letter(self, letter: str) -> Self:
        """Rows that begin with this letter in the A to Z; none for what cannot be printed."""
        if not letter.isprintable():  # PostgreSQL refuses a NUL in a text
            return self.none()
        return self.filter(index_name__startswith=letter.lower())

    def letters(self) -> list[str]:
        """The initials that there are rows under, in capitals, in order."""
        initials = self.order_by().annotate(initial=Left("index_name", 1)).values_list("initial", flat=True)
        return sorted({initial.upper() for initial in initials.distinct() if initial})
