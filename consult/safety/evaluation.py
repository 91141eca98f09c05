"""How good the red flag scan is, measured on texts whose label is known."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from consult.models.safety import DangerLevel, RedFlagKind
from consult.safety.red_flag import RedFlag
from consult.safety.scan import scan

LEVELS = {"calm": DangerLevel.NONE, "urgent": DangerLevel.TODAY, "emergency": DangerLevel.NOW}
HELPS = {
    "ambulance": RedFlagKind.EMERGENCY,
    "crisis": RedFlagKind.SELF_HARM,
    "safeguarding": RedFlagKind.SAFEGUARDING,
}


@dataclass
class Score:
    """Counts over a set of texts; "found" is a level at least that of the label."""

    dangers: int = 0
    found: int = 0
    emergencies: int = 0
    emergencies_found: int = 0
    right_help: int = 0
    calm: int = 0
    stopped: int = 0
    by_kind: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    wrong: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """The shares, from 0 to 1: recall and right help of emergencies, false alarms of calm texts, found by kind."""
        return {
            "recall": _share(self.emergencies_found, self.emergencies),
            "recall_with_urgent": _share(self.found, self.dangers),
            "false_alarms": _share(self.stopped, self.calm),
            "right_help": _share(self.right_help, self.emergencies),
            "by_kind": {kind: _share(found, of) for kind, (found, of) in sorted(self.by_kind.items())},
        }


def evaluate(path: Path) -> Score:
    """Score the scan on a CSV file with the columns text and label, and, where they are given, kind and help.

    Raises ValueError naming the line of an unknown label.
    """
    score = Score()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=2):
            label = (row.get("label") or "").strip().lower()
            if label not in LEVELS or row.get("text") is None:
                raise ValueError(
                    f"Line {number} of {path.name}: label is emergency, urgent or calm, not {label!r}"
                )
            _add(score, row, label, scan(row["text"]))
    return score


def _add(score: Score, row: dict[str, str], label: str, flags: list[RedFlag]) -> None:
    level = max((flag.level for flag in flags), default=DangerLevel.NONE)
    if label == "calm":
        score.calm += 1
        score.stopped += level > DangerLevel.NONE
        is_right = level == DangerLevel.NONE
    else:
        is_right = level >= LEVELS[label]
        score.dangers += 1
        score.found += is_right
        kind = score.by_kind[row.get("kind") or "all"]
        kind[0] += is_right
        kind[1] += 1
    if label == "emergency":
        score.emergencies += 1
        score.emergencies_found += is_right
        shown = {flag.kind for flag in flags}
        wanted = {HELPS[part] for part in (row.get("help") or "").split("+") if part in HELPS}
        score.right_help += wanted <= shown if wanted else is_right
    if not is_right:
        score.wrong.append(f"{label}, taken for {DangerLevel(level).label}: {row['text'][:100]}")


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 1.0
