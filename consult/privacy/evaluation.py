"""How good the check is, measured on sentences whose personal data is known."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from consult.privacy.findings import Finding
from consult.privacy.personal_data import find_personal_data

CLEAN = "clean"
_MEANS_CLEAN = {CLEAN, "none", "no", "calm", "ok"}
"""Labels of a text that tells of nobody; so does a row without a label and a part."""


@dataclass(frozen=True)
class Sentence:
    """A text, its kind ("clean", "personal" or one of the check's), and where its personal data stands."""

    text: str
    kind: str
    parts: list[tuple[int, int]]


@dataclass
class Score:
    """Counts over a set of sentences, and what was missed or marked wrongly."""

    sentences: int = 0
    expected: int = 0
    found: int = 0
    marked: int = 0
    right: int = 0
    personal: int = 0
    """Texts with personal data."""
    whole: int = 0
    """Of those, texts in which every part is wholly marked."""
    clean: int = 0
    falsely_marked: int = 0
    """Clean texts with a mark."""
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    by_kind: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def recall(self) -> float:
        """Share of the personal data that is wholly marked, 0 to 1."""
        return self.found / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """Share of the marks that touch personal data, 0 to 1."""
        return self.right / self.marked if self.marked else 1.0

    def as_dict(self) -> dict[str, object]:
        """Shares from 0 to 1: texts marked whole, clean texts with a mark, and the first by kind."""
        return {
            "whole": _share(self.whole, self.personal, 1.0),
            "false_marks": _share(self.falsely_marked, self.clean, 0.0),
            "by_kind": {
                kind: {"texts": counts["texts"], "whole": _share(counts["whole"], counts["texts"], 1.0)}
                for kind, counts in sorted(self.by_kind.items())
            },
        }


def _share(part: int, whole: int, of_nothing: float) -> float:
    return round(part / whole, 4) if whole else of_nothing


def evaluate(path: Path, region: str = "GB") -> Score:
    """Score the check on a file: CSV with text, label, what; or JSON lines: {"text": str, "find": [part, ...]}.

    Raises ValueError naming the line when a line is malformed or a part does not stand in its text.
    """
    score = Score()
    for sentence in read_sentences(path):
        _add(score, sentence, find_personal_data(sentence.text, region))
    return score


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a file.  Raises ValueError as `evaluate` does."""
    yield from _csv(path) if path.suffix.lower() == ".csv" else _json_lines(path)


def _json_lines(path: Path) -> Iterator[Sentence]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            text, parts = row["text"], row["find"]
            yield Sentence(text, "personal" if parts else CLEAN, [_place(text, part) for part in parts])
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"Line {number} of {path.name}: {error}") from error


def _csv(path: Path) -> Iterator[Sentence]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        for row in rows:
            try:
                text, label = row["text"], (row["label"] or "").strip().lower()
                what = row.get("what") or ""
                is_clean = label in _MEANS_CLEAN or not (label or what)
                parts = [] if is_clean else _parts(text, what)
            except (KeyError, ValueError, TypeError) as error:
                raise ValueError(f"Line {rows.line_num} of {path.name}: {error}") from error
            yield Sentence(text, CLEAN if is_clean else label or "personal", parts)


def _parts(text: str, what: str) -> list[tuple[int, int]]:
    """The places of the parts, however they are separated: the first way in which every one stands in the text."""
    for mark in (r" \| ", r"\|", r"\s*;\s*", r"$^"):
        found = [part.strip() for part in re.split(mark, what) if part.strip()]
        if found and all(part in text for part in found):
            return [_place(text, part) for part in found]
    raise ValueError(f"not in the text: {what}")


def _place(text: str, part: str) -> tuple[int, int]:
    """Where the part stands as words of its own, else where it stands first."""
    alone = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text)
    start = alone.start() if alone else text.index(part)
    return start, start + len(part)


def _add(score: Score, sentence: Sentence, findings: list[Finding]) -> None:
    text, spans = sentence.text, sentence.parts
    score.sentences += 1
    score.expected += len(spans)
    score.marked += len(findings)
    marked = {place for finding in findings for place in range(finding.start, finding.end)}
    missed = [text[start:end] for start, end in spans if not marked.issuperset(range(start, end))]
    score.found += len(spans) - len(missed)
    score.missed += missed
    if sentence.kind == CLEAN:
        score.clean += 1
        score.falsely_marked += bool(findings)
    else:
        score.personal += 1
        score.whole += not missed
        score.by_kind.setdefault(sentence.kind, Counter()).update(texts=1, whole=int(not missed))
    for finding in findings:
        if any(start < finding.end and finding.start < end for start, end in spans):
            score.right += 1
        else:
            score.wrong.append(finding.text)
