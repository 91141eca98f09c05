"""The number for links: from a patient's message to the reference page or cause that is about it."""

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conditions.related.measure.pairs import EvaluationFileError, Pairs, read_pairs
from conditions.related.text.prepare import encode_text, names_text, passage_text
from consult.language.tokens import plain

PASSAGE_CHARS = 600
"""What is read of a page's first section, about as long as a lead."""

_FIRST_SENTENCE = re.compile(r"^.{1,200}?(?:[.?!:](?=\s)|$)", re.DOTALL)


def read_labelled(path: Path) -> Pairs:
    """Labelled messages and references (a CSV file as for evaluate_related); a reference's first sentence names it."""
    pairs = read_pairs(path)
    return dataclasses.replace(pairs, names=[_first_sentence(text) for text in pairs.candidates])


def read_by_topic(pages: Path, questions: Path) -> Pairs:
    """Messages whose topic is the title or a synonym of a page, and all pages: labels that nobody wrote for this.

    Both are JSON lines: pages with title, synonyms and sections, questions with title, body and topics.
    """
    shelf = list(_rows(pages, "title", "synonyms", "sections"))
    about: dict[str, set[int]] = {}
    for number, page in enumerate(shelf):
        for name in (page["title"], *page["synonyms"]):
            about.setdefault(plain(name), set()).add(number)
    messages: dict[tuple[str, str], set[int]] = {}
    for row in _rows(questions, "title", "body", "topics"):
        if right := set().union(*(about.get(plain(topic), set()) for topic in row["topics"])):
            message = encode_text(row["title"], row["body"]), encode_text(row["title"])
            messages.setdefault(message, set()).update(right)
    return Pairs(
        queries=[text for text, _title in messages],
        candidates=[_passage(page) for page in shelf],
        similar=list(messages.values()),
        near_misses=[set() for _ in messages],
        names=[names_text(page["title"], page["synonyms"]) for page in shelf],
        heads=[title for _text, title in messages],
    )


def _passage(page: dict[str, Any]) -> str:
    """What the encoder reads of a page."""
    text = page["sections"][0]["text"][:PASSAGE_CHARS] if page["sections"] else ""
    return passage_text(page["title"], text, page["synonyms"][:6])


def _rows(path: Path, *keys: str) -> Iterator[dict[str, Any]]:
    """The rows of a JSON lines file; raises EvaluationFileError with the line number of a bad one."""
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise EvaluationFileError(f"{path} line {number}: {error}") from error
            if not isinstance(row, dict) or any(key not in row for key in keys):
                raise EvaluationFileError(f"{path} line {number} lacks one of {', '.join(keys)}")
            yield row


def _first_sentence(text: str) -> str:
    """The text up to its first full stop, question or exclamation mark or colon, at most 200 characters."""
    found = _FIRST_SENTENCE.match(text.strip())
    return found.group() if found else text[:200]
