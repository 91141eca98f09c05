"""What a doctor chose to cite: which causes and pages, in which order, and what is left out of each."""

from dataclasses import dataclass, field
from typing import Any

# The name of its panel on the reply form, under which it waits with a correction.
PANEL = "causes"


@dataclass(frozen=True)
class Part:
    """One ticked cause or page."""

    kind: str
    key: int
    position: int = 0
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    """All that is ticked."""

    parts: list[Part] = field(default_factory=list)

    def keys(self, kind: str) -> set[int]:
        """The ticked causes or pages."""
        return {part.key for part in self.parts if part.kind == kind}

    def as_json(self) -> list[dict[str, Any]]:
        """The choice as it waits with a correction of the reply."""
        return [
            {"kind": part.kind, "key": part.key, "position": part.position, "left_out": part.left_out}
            for part in self.parts
        ]

    @classmethod
    def from_json(cls, stored: list[dict[str, Any]]) -> "Choice":
        """The choice that waited."""
        return cls([Part(**row) for row in stored])
