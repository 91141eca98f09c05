"""The file as blocks: a heading, properties and a text each.  Knows nothing of pages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_HEADING = re.compile(r"(#+)(?: (.*))?", re.DOTALL)
_PROPERTY = re.compile(r"([a-z_]+):(?: (.*))?", re.DOTALL)
_LIKE_HEADING, _ESCAPED_HEADING = re.compile(r"\\*#"), re.compile(r"\\+#")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass
class Block:
    """One heading, its properties in order, and its text.  `line` is where it stands, for who has to look for it."""

    level: int
    title: str
    properties: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    line: int = field(default=0, compare=False)

    def all(self, name: str) -> list[str]:
        """The values of a property, in order."""
        return [value for each, value in self.properties if each == name]

    def get(self, name: str) -> str:
        """The last value of a property; "" for none."""
        return next(reversed(self.all(name)), "")


def write(blocks: Iterable[Block]) -> str:
    """Return the file."""
    return "\n".join(line for block in blocks for line in _lines(block))


def read(text: str) -> list[Block]:
    """Return the blocks of a file; what stands before its first heading is passed over."""
    found: list[Block] = []
    bodies: list[list[str]] = []
    in_head = False
    for number, line in enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), start=1):
        heading = _HEADING.fullmatch(line)
        if heading:
            found.append(Block(len(heading[1]), _unescaped(heading[2] or ""), line=number))
            bodies.append([])
            in_head = True
        elif found and in_head and (said := _PROPERTY.fullmatch(line)):
            found[-1].properties.append((said[1], _unescaped(said[2] or "")))
        elif found:
            in_head = False
            bodies[-1].append(line[1:] if _ESCAPED_HEADING.match(line) else line)
    for block, body in zip(found, bodies, strict=True):
        block.text = "\n".join(body).strip("\n")
    return found


def _lines(block: Block) -> Iterator[str]:
    """The lines of one block, the empty one after it included."""
    yield f"{'#' * block.level} {_escaped(block.title)}".rstrip(" ")
    for name, value in block.properties:
        yield f"{name}: {_escaped(value)}"
    yield ""
    if block.text:
        yield from (f"\\{line}" if _LIKE_HEADING.match(line) else line for line in block.text.split("\n"))
        yield ""


def _escaped(value: str) -> str:
    """A value on one line."""
    return value.replace("\\", "\\\\").replace("\n", "\\n")


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] == "n" else match[1], value)
