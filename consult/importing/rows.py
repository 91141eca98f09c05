"""One row of a questions file: a question together with one of its replies."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consult.importing.lines import Outcome, key_of, line_of, list_of_texts, read_lines, text_of
from consult.importing.wording import needs_case, sentence_case, short_title

COLUMNS = "title, body, reply, doctor and topics"


@dataclass(frozen=True)
class Row:
    """A row as it will be stored; the keys identify the question and the reply in every later run."""

    question_key: str
    reply_key: str
    title: str
    body: str
    reply: str
    doctor: str
    labels: list[str]


def read_rows(path: Path, outcome: Outcome) -> Iterator[Row]:
    """Yield the good rows of a file; add the bad ones to `outcome`.  Raises ImportFileError."""
    return read_lines(path, outcome, make=make_row, expected=COLUMNS)


def make_row(columns: dict[str, Any]) -> Row:
    """Check one row and present its words, or raise BadLineError."""
    title = text_of(columns, "title", max_length=4_000)
    body = text_of(columns, "body", max_length=15_000)
    reply = text_of(columns, "reply", max_length=10_000)
    doctor = line_of(columns, "doctor", max_length=120)
    labels = list_of_texts(columns, "topics", max_length=1_000)
    shown = sentence_case(title, like=body) if needs_case(title) else title
    headline = short_title(shown)
    text = sentence_case(body) if needs_case(body) else body
    if headline != shown and " ".join(title.lower().split()) not in " ".join(body.lower().split()):
        text = f"{shown}\n\n{text}"  # what a shortened title leaves out is kept
    return Row(
        question_key=key_of(columns, "title", "body"),
        reply_key=key_of(columns, "title", "body", "reply", "doctor"),
        title=headline,
        body=text,
        reply=sentence_case(reply) if needs_case(reply) else reply,
        doctor=doctor,
        labels=labels,
    )
