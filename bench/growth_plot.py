"""Draws what bench.growth measured: cost beside that of the smallest site, against the number of questions, as SVG."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import cycle
from math import log10

WIDTH, HEIGHT, LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT = 760, 420, 60, 30, 480, 340
COLOURS = ("#1b6ca8", "#b3541e", "#3d7a37", "#7b3f98", "#a31621", "#00798c", "#8a6d00", "#555555")
GOAL = 1.3


def plot(medians: Mapping[str, Mapping[int, float]], sizes: Sequence[int]) -> str:
    """The drawing; the goal is a dashed line."""
    times = {name: [row[size] / row[sizes[0]] for size in sizes] for name, row in medians.items()}
    most = max(2.0, *(max(each) for each in times.values()))
    first, last = log10(sizes[0]), log10(sizes[-1])

    def at(size: int, value: float) -> str:
        x = LEFT + PLOT_WIDTH * (log10(size) - first) / (last - first)
        return f"{x:.0f},{TOP + PLOT_HEIGHT * (1 - value / most):.0f}"

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        "<title>Cost of a page beside that of the smallest site</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<polyline fill="none" stroke="#333" points="{LEFT},{TOP} {at(sizes[0], 0)} {at(sizes[-1], 0)}"/>',
        '<polyline fill="none" stroke="#999" stroke-dasharray="5 4" '
        f'points="{at(sizes[0], GOAL)} {at(sizes[-1], GOAL)}"/>',
    ]
    for value in (1.0, GOAL, most):
        y = at(sizes[0], value).split(",")[1]
        lines.append(f'<text x="{LEFT - 8}" y="{y}" text-anchor="end">{value:.1f}</text>')
    for size in sizes:
        x = at(size, 0).split(",")[0]
        lines.append(f'<text x="{x}" y="{TOP + PLOT_HEIGHT + 20}" text-anchor="middle">{size:,}</text>')
    for place, ((name, each), colour) in enumerate(zip(times.items(), cycle(COLOURS), strict=False)):
        points = " ".join(at(size, value) for size, value in zip(sizes, each, strict=True))
        line = TOP + 14 + 22 * place
        lines.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>')
        lines.append(
            f'<text x="{LEFT + PLOT_WIDTH + 24}" y="{line}" fill="{colour}">{escape(name)}: {each[-1]:.2f}</text>'
        )
    return "\n".join([*lines, "</svg>", ""])
