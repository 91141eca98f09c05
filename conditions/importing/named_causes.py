"""The causes that a section of a file sets apart: under a heading, or as a point that begins with a name."""

import re
from dataclasses import dataclass

from conditions.importing.wording import HEADING, POINT, TEXT, Block, as_markdown
from conditions.kinds import condition_key

LONGEST_NAME = 70
MOST_WORDS = 8
MOST_OF = 0.6

_NAME_FIRST = re.compile(r"^(?P<name>[A-Z][^.:!?]{2,69})[.:]\s+(?P<text>[A-Z].{20,})$", re.DOTALL)
# Heads a passage, and names nothing.
_NO_NAME = re.compile(
    r"""
    ^(?:overview|outlook|summary|introduction|background|other|others|general|more|additional|common|rare|major|possible
       |primary|secondary|known|unknown|causes?|the\ causes?|risk|types?|cause|genetics|age|sex|race|what|how|why|who
       |when|if|some|many|in\ (?:adults|children|women|men)|step|stage|figure|table|note|references?|because|having
       |the)\b
    | \b(?:causes?|factors?|types?|reasons|role|research|examples?|triggers|symptoms|problems)$
    """,
    re.IGNORECASE | re.VERBOSE,
)


_END = Block(HEADING, "")


@dataclass(frozen=True)
class NamedCause:
    """One cause of the file: its name and what is said of it."""

    name: str
    text: str


def causes_in(blocks: list[Block], about: str) -> tuple[list[NamedCause], list[Block]]:
    """The causes of `about` that a section names, and what else it says, in order.

    Causes end with the next heading that names none; a name that comes twice is one cause.
    """
    causes: dict[str, list[Block]] = {}
    others: list[Block] = []
    name = ""
    for block in _named_points(blocks):
        if block.kind == HEADING:
            name = block.text if is_name(block.text) and not _is_of(block.text, about) else ""
            if name:
                causes.setdefault(name, [])
            if name or block is _END:
                continue
        (causes[name] if name else others).append(block)
    told = {name: said for name, said in causes.items() if said}
    return [NamedCause(name, as_markdown(said)) for name, said in told.items()], others


def _is_of(name: str, about: str) -> bool:
    """Whether a name is that of the condition itself, or of one kind of it: chronic bronchitis causes no bronchitis."""
    one, other = f" {condition_key(name)} ", f" {condition_key(about)} "
    return one in other or other in one


def is_name(text: str) -> bool:
    """Whether a heading names a cause, and does not only say what comes."""
    words = text.split()
    return len(text) <= LONGEST_NAME and len(words) <= MOST_WORDS and not _NO_NAME.search(text)


def _named_points(blocks: list[Block]) -> list[Block]:
    """The blocks, in which a list of "Name. What is said of it" is headings with texts."""
    found: list[Block] = []
    points: list[Block] = []
    for block in [*blocks, Block(TEXT, "")]:
        if block.kind == POINT:
            points.append(block)
            continue
        found += _as_headings(points)
        points = []
        found.append(block)
    return found[:-1]


def _as_headings(points: list[Block]) -> list[Block]:
    """A list as headings with texts, when each of its points begins with a name."""
    named = [_NAME_FIRST.match(point.text) for point in points]
    good = [match for match in named if match and is_name(match["name"])]
    if len(points) < 2 or len(good) < len(points):
        return points
    said = [
        block
        for match in good
        for block in (Block(HEADING, match["name"].strip()), Block(TEXT, match["text"].strip()))
    ]
    # What follows the list belongs to none of its points.
    return [*said, _END]
