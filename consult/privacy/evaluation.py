"""How good the check is, measured on sentences whose personal data is known."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from consult.privacy.findings import Finding
from consult.privacy.personal_data import find_personal_data


@dataclass
class Score:
    """Counts over a set of sentences, and what was missed or marked wrongly."""

    sentences: int = 0
    expected: int = 0
    found: int = 0
    marked: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the personal data that is wholly marked, 0 to 1."""
        return self.found / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """Share of the marks that touch personal data, 0 to 1."""
        return self.right / self.marked if self.marked else 1.0


def evaluate(path: Path, region: str = "GB") -> Score:
    """Score the check on a file of JSON lines: {"text": str, "find": [part of text, ...]}.

    Raises ValueError naming the line when a line is malformed or a part does not stand in its text.
    """
    score = Score()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            text, parts = row["text"], row["find"]
            spans = [(text.index(part), text.index(part) + len(part)) for part in parts]
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"Line {number} of {path.name}: {error}") from error
        _add(score, text, spans, find_personal_data(text, region))
    return score


def _add(score: Score, text: str, spans: list[tuple[int, int]], findings: list[Finding]) -> None:
    score.sentences += 1
    score.expected += len(spans)
    score.marked += len(findings)
    marked = Counter(place for finding in findings for place in range(finding.start, finding.end))
    for start, end in spans:
        if all(marked[place] for place in range(start, end)):
            score.found += 1
        else:
            score.missed.append(text[start:end])
    for finding in findings:
        if any(start < finding.end and finding.start < end for start, end in spans):
            score.right += 1
        else:
            score.wrong.append(finding.text)
