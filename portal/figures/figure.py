"""One figure: a table of numbers, and the shapes of its chart.

Only shapes are drawn as SVG, in attributes, which the policy for style allows; every word and number stands beside them
as text, so that it can be read at any width and aloud.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# The classes of the colours (static/css/figures.css), from the best to the worst where that can be said.
GOOD, MIDDLING, BAD, PLAIN, OTHER = "part-good", "part-middling", "part-bad", "part-plain", "part-other"

Number = int | str | None


@dataclass(frozen=True)
class Row:
    """A line of the table: what it is called, its numbers, and how long each part of its bar or column is."""

    label: str
    cells: Sequence[Number]
    parts: Sequence[int] = ()
    address: str = ""


@dataclass(frozen=True)
class Shape:
    """A rectangle of a chart."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True)
class Figure:
    """A table with its chart: bars beside the lines, or columns over time above it."""

    name: str
    title: Any
    note: Any
    columns: Sequence[Any]
    rows: list[Row]
    # What the parts are called, with the class of their colours.
    series: Sequence[tuple[Any, str]] = ()
    over_time: bool = False
    # Columns stand beside each other, not on top of each other.
    beside: bool = False
    # Every bar is as long: its parts are shares.
    shares: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(any(row.parts) for row in self.rows)

    @property
    def number_columns(self) -> Sequence[Any]:
        """The columns of the numbers: all but that of the line's name."""
        return self.columns[1:]

    @property
    def largest(self) -> int:
        """The number that the longest bar or highest column stands for."""
        measure = max if self.beside else sum
        return max((measure(row.parts) for row in self.rows if row.parts), default=0)

    @property
    def bars(self) -> Iterator[tuple[Row, list[Shape]]]:
        """Each line with the shapes of its bar, in a box 100 wide and 10 high."""
        for row in self.rows:
            whole, x, shapes = sum(row.parts) if self.shares else self.largest, 0.0, []
            for part, (_name, colour) in zip(row.parts, self.series, strict=False):
                width = round(100 * part / whole, 2) if whole else 0.0
                shapes.append(Shape(round(x, 2), 0, width, 10, colour))
                x += width
            yield row, [shape for shape in shapes if shape.width]

    @property
    def shapes(self) -> list[Shape]:
        """The columns, in a box 10 wide for each step and 100 high."""
        found = []
        for at, row in enumerate(self.rows):
            y, wide = 100.0, 8 / (len(row.parts) or 1) if self.beside else 8
            for place, (part, (_name, colour)) in enumerate(zip(row.parts, self.series, strict=False)):
                height = 100 * part / self.largest if self.largest else 0.0
                x = 10 * at + 1 + (wide * place if self.beside else 0)
                top = 100 - height if self.beside else y - height
                if height:
                    found.append(Shape(round(x, 2), round(top, 2), round(wide, 2), round(height, 2), colour))
                y -= height
        return found

    @property
    def width(self) -> int:
        """How wide the box of the columns is."""
        return 10 * max(len(self.rows), 1)

    @property
    def table(self) -> list[list[Any]]:
        """The table as it goes into a file."""
        head = [str(column) for column in self.columns]
        return [
            head,
            *([row.label, *("" if cell is None else cell for cell in row.cells)] for row in self.rows),
        ]


def share(part: int, whole: int) -> int | None:
    """How many in a hundred; None of nothing."""
    return round(100 * part / whole) if whole else None
