"""The training texts of the red flag classifier, and how each batch is drawn from them."""

import csv
import hashlib
import json
import random
import re
import string
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
LONG = 350
"""Characters from which a text is long: it is read whole in a batch of its own kind."""
BATCH, LONG_BATCH = 32, 12
NEWEST = 0.5
"""Share of the batches that are of the newest texts alone, where some are named."""
_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")


@dataclass(frozen=True)
class Row:
    """A text, its label (calm, urgent, emergency), the kind of danger, the help, and the sentences that are it.

    `is_plain`: it says what there is in plain words, as the rules know them, whether danger or calm.  `file`: where it
    stands.
    """

    text: str
    label: str
    kind: str
    help: str
    parts: tuple[str, ...] = ()
    is_plain: bool = False
    file: str = ""

    @property
    def is_calm(self) -> bool:
        """Whether nobody has to act on it."""
        return self.label == "calm"


def written() -> list[Row]:
    """The texts that were written for this."""
    rows = []
    for path in sorted((HERE / "sentences").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            found = json.loads(line)
            parts = tuple(found.get("parts") or ())
            is_plain = path.name.startswith("plain")
            told_by = (found["label"], found["kind"], found["help"])
            rows.append(Row(found["text"], *told_by, parts, is_plain, path.stem))
    return rows


def real(questions: Path) -> list[Row]:
    """The questions of a JSON lines file (title, body) that stand with their label in real_labels.csv, by SHA-256."""
    with (HERE / "real_labels.csv").open(encoding="utf-8", newline="") as lines:
        labels = {row["sha256"]: row for row in csv.DictReader(lines)}
    rows = []
    for line in questions.read_text(encoding="utf-8").splitlines():
        text = told(json.loads(line))
        if found := labels.pop(digest(text), None):
            rows.append(Row(text, found["label"], found["kind"], found["help"]))
    return rows


def told(question: dict[str, str]) -> str:
    """A question as one text: the body alone where it begins with the title."""
    title, body = question["title"].strip(), question["body"].strip()
    return (
        question["body"]
        if body.lower().startswith(title.lower()[:40])
        else f"{title}\n{question['body']}".strip()
    )


def digest(text: str) -> str:
    """Which text it is, without its words."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Batches:
    """Draws batches: short texts, the sentences of danger, the calm sentences of stories, and whole long texts.

    Texts of the files named as `newest` are read whole, as much from each file, in batches of their own.
    """

    def __init__(self, rows: list[Row], real_rows: list[Row], newest: Collection[str] = ()) -> None:
        self.newest = [[row for row in rows if row.file == name] for name in newest]
        rows = [row for row in rows if row.file not in newest]
        self.short = [row for row in rows if len(row.text) < LONG]
        self.plain = [row for row in rows if row.is_plain]
        self.long = [row for row in rows if len(row.text) >= LONG]
        self.parts = [replace(row, text=part) for row in rows if not row.is_calm for part in row.parts]
        self.parts += 3 * [row for row in real_rows if not row.is_calm]
        self.real = [row for row in real_rows if row.is_calm]
        self.calm_sentences = list(_pieces([row for row in (*rows, *real_rows) if row.is_calm]))
        self.calm_short = [row for row in self.short if row.is_calm]
        self.dangers = [row for row in self.short if not row.is_calm] + self.parts
        self._shares = [
            (0.38, self.short),
            (0.26, self.plain),
            (0.08, self.parts),
            (0.16, self.calm_sentences),
            (0.12, self.real),
        ]
        self._shares = [(share, pool) for share, pool in self._shares if pool]

    def draw(self) -> list[Row]:
        """One batch, of texts of similar length, with the slips of somebody who types in a hurry in some."""
        if self.newest and random.random() < NEWEST:
            rows = self._alike([random.choice(pool) for pool in random.choices(self.newest, k=3 * BATCH)])
            rows = rows[:LONG_BATCH] if len(rows[0].text) >= LONG else rows
        elif random.random() < 0.17:
            rows = [
                self._joined() if random.random() < 0.5 else random.choice(self.long)
                for _ in range(LONG_BATCH)
            ]
        else:
            shares, pools = [share for share, _ in self._shares], [pool for _, pool in self._shares]
            rows = self._alike([random.choice(pool) for pool in random.choices(pools, shares, k=3 * BATCH)])
        return [replace(row, text=_mistyped(row.text)) for row in rows]

    def _alike(self, rows: list[Row]) -> list[Row]:
        """A third of the rows, of similar length."""
        rows = sorted(rows, key=lambda row: len(row.text))
        start = random.choice((0, BATCH, 2 * BATCH))
        return rows[start : start + BATCH]

    def _joined(self) -> Row:
        """A long text of calm ones, half of them with one danger at any place."""
        pools = [pool for pool in (self.calm_short, self.real, self.calm_sentences) if pool]
        calm = [random.choice(random.choice(pools)).text[:300] for _ in range(random.randint(2, 6))]
        if random.random() < 0.5:
            return Row(" ".join(calm), "calm", "general", "none")
        danger = random.choice(self.dangers)
        calm.insert(random.randrange(len(calm) + 1), danger.text)
        return replace(danger, text=" ".join(calm))


def _pieces(rows: list[Row]) -> Iterator[Row]:
    """Each sentence, and each pair of neighbours, of texts of more than two."""
    for row in rows:
        sentences = [part for part in _END.split(row.text) if part.strip()]
        if len(sentences) > 2:
            for at in range(len(sentences)):
                yield replace(row, text=sentences[at])
                yield replace(row, text=" ".join(sentences[at : at + 2]))


def _mistyped(text: str) -> str:
    """The text, some with slips (a letter lost, doubled, wrong, swapped), some without marks.

    All without the last full stop, as the classifier reads them.
    """
    text = text.rstrip(" .\n") or text
    chance = random.random()
    if chance >= 0.2:
        return text
    if chance >= 0.15:
        return re.sub(r"[.,;:!?'’]", "", text)
    letters = list(text)
    for _ in range(max(1, len(letters) // 40)):
        at = random.randrange(max(1, len(letters) - 1))
        if at >= len(letters) or not letters[at].isalpha():
            continue
        slip = random.random()
        if slip < 0.3:
            letters[at] = ""
        elif slip < 0.55 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif slip < 0.75:
            letters[at] *= 2
        else:
            letters[at] = random.choice(string.ascii_lowercase)
    return "".join(letters)
