"""Draws what bench.judged_pairs found: how often a listed item helps, against its score, as SVG."""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

WIDTH, HEIGHT, LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT = 640, 400, 60, 30, 420, 310
COLOURS = {"first of its list": "#1b6ca8", "later ones": "#b3541e"}
Z = 1.96
"""Of a normal distribution, for an interval that holds the truth in 95 of 100 cases."""


class Band(NamedTuple):
    """Items of a list whose scores lie from `low` to `high`: so many, of which so many help."""

    series: str
    low: float
    high: float
    helps: int
    judged: int


def interval(helps: int, judged: int) -> tuple[float, float]:
    """The interval of Wilson (1927) for a share."""
    share, spread = helps / judged, Z * Z / judged
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / judged + spread / (4 * judged)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def plot(bands: Sequence[Band], floors: Sequence[float]) -> str:
    """The drawing: a point for each band with its interval, a dashed line for each floor."""
    left, right = min(band.low for band in bands), max(band.high for band in bands)

    def across(score: float) -> float:
        return LEFT + PLOT_WIDTH * (score - left) / (right - left)

    def down(share: float) -> float:
        return TOP + PLOT_HEIGHT * (1 - share)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        "<title>Share of listed questions that help, by score</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<polyline fill="none" stroke="#333" points="{LEFT},{TOP} {LEFT},{down(0)} {across(right)},{down(0)}"/>',
    ]
    for share in (0.0, 0.5, 1.0):
        lines.append(f'<text x="{LEFT - 8}" y="{down(share) + 4}" text-anchor="end">{share:.1f}</text>')
    for low in sorted({band.low for band in bands}):
        lines.append(f'<text x="{across(low):.0f}" y="{down(0) + 20}" text-anchor="middle">{low:.2f}</text>')
    for floor in floors:
        x = f"{across(floor):.0f}"
        lines.append(
            f'<line x1="{x}" x2="{x}" y1="{TOP}" y2="{down(0)}" stroke="#999" stroke-dasharray="5 4"/>'
        )
    for band in (band for band in bands if band.judged):
        colour, x = COLOURS[band.series], f"{across((band.low + band.high) / 2):.0f}"
        low, high = interval(band.helps, band.judged)
        lines += [
            f'<line x1="{x}" x2="{x}" y1="{down(low):.0f}" y2="{down(high):.0f}" stroke="{colour}"/>',
            f'<circle cx="{x}" cy="{down(band.helps / band.judged):.0f}" r="4" fill="{colour}"/>',
        ]
    for place, (name, colour) in enumerate(COLOURS.items()):
        lines.append(
            f'<text x="{LEFT + PLOT_WIDTH + 20}" y="{TOP + 14 + 22 * place}" fill="{colour}">{name}</text>'
        )
    return "\n".join([*lines, "</svg>", ""])
