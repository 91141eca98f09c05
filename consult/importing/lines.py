"""JSON Lines files, read one line at a time, in which one bad line never spoils another."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

from consult.language.normalise import normalise

Item = TypeVar("Item")

# No row of the files this was made for is longer than 60 kB; a line beyond this is not a row at all.
MAX_LINE_BYTES = 2_000_000
# When this many lines are bad before the first good one, the file is of another kind.
PATIENCE = 20


class ImportFileError(Exception):
    """The file as a whole cannot be imported; the text says why and what is expected."""


class BadLineError(Exception):
    """One line cannot be imported; the text is the reason."""


@dataclass
class Outcome:
    """What came of an import: lines read, rows made by kind, and lines refused (number, reason)."""

    lines: int = 0
    already_there: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)

    def summary(self) -> str:
        """What was made, in one line: "2,289 questions, 5,722 replies; 3 lines were there already"."""
        made = ", ".join(f"{count:,} {what}" for what, count in self.made.items()) or "nothing new"
        return f"{made}; {self.already_there:,} of {self.lines:,} lines were there already"


def read_lines(
    path: Path, outcome: Outcome, *, make: Callable[[dict[str, Any]], Item], expected: str
) -> Iterator[Item]:
    """Yield what `make` makes of each line of a JSON Lines file, with a progress bar over its bytes.

    `make` gets the object on one line and raises BadLineError to refuse it; refused lines are added to `outcome`.
    `expected` names the columns, for the error of a wrong file.
    Raises ImportFileError when the file is missing, empty, or not of this kind.
    """
    try:
        size = path.stat().st_size
        file = path.open("rb")
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read: {error.strerror}.") from error
    with file, tqdm(total=size, unit="B", unit_scale=True, desc=path.name, mininterval=0.5) as bar:
        number = good = 0
        while raw := file.readline(MAX_LINE_BYTES):
            number += 1
            bar.update(len(raw))
            try:
                if not raw.strip():
                    continue
                outcome.lines += 1
                if len(raw) == MAX_LINE_BYTES and not raw.endswith(b"\n"):
                    bar.update(_skip_line(file))
                    raise BadLineError(f"the line is longer than {MAX_LINE_BYTES:,} bytes")
                item = make(parse_row(raw))
            except BadLineError as error:
                outcome.refused.append((number, str(error)))
                if not good and len(outcome.refused) == PATIENCE:
                    break
                continue
            good += 1
            yield item
    if not good:
        raise ImportFileError(_not_of_this_kind(path, outcome, expected))


def in_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield lists of up to `size` items."""
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _skip_line(file: Any) -> int:
    """Read to the end of the present line; return the number of bytes passed over."""
    skipped = 0
    while raw := file.readline(MAX_LINE_BYTES):
        skipped += len(raw)
        if raw.endswith(b"\n"):
            break
    return skipped


def _not_of_this_kind(path: Path, outcome: Outcome, expected: str) -> str:
    """The error text for a file without one readable line."""
    if not outcome.refused:
        return f"{path} is empty."
    number, reason = outcome.refused[0]
    return f"{path} is not a JSON Lines file with {expected} on each line (line {number}: {reason})."


def parse_row(raw: bytes) -> dict[str, Any]:
    """Return the JSON object on one line, or raise BadLineError."""
    try:
        row = json.loads(raw.decode("utf-8-sig").rstrip("\r\n"))
    except UnicodeDecodeError as error:
        raise BadLineError(f"not UTF-8 at byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        raise BadLineError(f"not JSON: {error.msg} (character {error.pos + 1})") from error
    except RecursionError as error:
        raise BadLineError("not JSON: nested too deeply") from error
    if not isinstance(row, dict):
        raise BadLineError("not a JSON object")
    return row


def text_of(row: dict[str, Any], name: str, *, max_length: int, required: bool = True) -> str:
    """Return the text of one column in its one form, or raise BadLineError when it is missing, unfit or too long."""
    value = row.get(name, "" if not required else None)
    if value is None:
        raise BadLineError(f"“{name}” is missing")
    return checked_text(value, name, max_length=max_length, required=required)


def line_of(row: dict[str, Any], name: str, *, max_length: int) -> str:
    """Return the text of one column on one line, or raise BadLineError as `text_of` does."""
    return " ".join(text_of(row, name, max_length=max_length).split())


def key_of(row: dict[str, Any], *names: str) -> str:
    """Return a stable name for these columns as they stand in the file, 64 hex digits: normalising may change."""
    whole = "\x1f".join(row[name].strip() for name in names)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def checked_text(value: Any, name: str, *, max_length: int, required: bool = True) -> str:
    """Return `value` in its one form when it is text, or raise BadLineError."""
    if not isinstance(value, str):
        raise BadLineError(f"“{name}” is not text")
    text: str = normalise(value).strip()
    if required and not text:
        raise BadLineError(f"“{name}” is empty")
    if len(text) > max_length:
        raise BadLineError(f"“{name}” has {len(text):,} characters; at most {max_length:,} are allowed")
    return text


def list_of_texts(row: dict[str, Any], name: str, *, max_length: int) -> list[str]:
    """Return the texts of a list column (missing means none), or raise BadLineError."""
    values = row.get(name)
    if values is None:
        return []
    if not isinstance(values, list):
        raise BadLineError(f"“{name}” is not a list")
    texts = [checked_text(value, name, max_length=max_length, required=False) for value in values]
    return [" ".join(text.split()) for text in texts if text]
