"""A passage in parts that can be left out, none of whose words can be changed."""

import re
from dataclasses import dataclass

_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
# A list would count from 1 again, an indented item would become code.
_NEVER_FIRST = re.compile(r"\s|\d+[.)]\s")
_PARAGRAPH_END = re.compile(r"(\n\s*\n)")
_SENTENCE_END = re.compile(r"(?<=[.!?])(\s+)(?=[A-Z“\"(])")
# A sentence that begins inside a mark of CommonMark would leave half of the mark behind.
_MARKS = ("**", "`", "*", "_")


@dataclass(frozen=True)
class Block:
    """A sentence or an item of a list, and what stands between it and the block before."""

    text: str
    before: str


def blocks_of(text: str) -> list[Block]:
    """The passage as sentences and list items, in order."""
    found: list[Block] = []
    paragraphs = ["", *_PARAGRAPH_END.split(text.strip())]
    for before, paragraph in zip(paragraphs[::2], paragraphs[1::2], strict=True):
        for piece in _pieces(paragraph):
            if _LIST_ITEM.match(piece):
                found.append(Block(piece, before))
            else:
                found += _sentences(piece, before)
            before = "\n"
    return found


def shortened(text: str, left_out: list[str]) -> str:
    """The passage without the blocks whose text is in `left_out`; whole when none is."""
    blocks = blocks_of(text)
    if not any(block.text in left_out for block in blocks):
        return text
    kept, between = "", ""
    for block in blocks:
        # Of the gaps on both sides of what is left out, the wider one stays.
        between = max(between, block.before, key=lambda gap: (gap.count("\n"), len(gap)))
        if block.text not in left_out:
            kept += (between if kept else "") + block.text
            between = ""
    return kept


def opening(text: str, words: int) -> tuple[str, str]:
    """Return the first blocks, `words` words or a little more, and what follows, empty when it is not as long again.

    It is cut where a line ends, or else after a sentence, and never before a numbered or indented item, nor between a
    list and the words that lead to it.  A text that defines links at its end is not cut: one half would lose them.
    """
    blocks = [] if "]:" in text else blocks_of(text)
    shown, left = "", len(text.split())
    for place, block in enumerate(blocks):
        told = len(shown.split())
        if left - told < words:
            break
        is_end = "\n" in block.before or told >= 2 * words
        if told >= words and is_end and not (_NEVER_FIRST.match(block.text) or _leads_to(shown, block)):
            rest = block.text + "".join(each.before + each.text for each in blocks[place + 1 :])
            return shown, rest
        shown += (block.before if shown else "") + block.text
    return text, ""


def _leads_to(shown: str, block: Block) -> bool:
    """Whether what is shown ends with words like "these include", and the block is the first of what they mean."""
    said = shown.rpartition("\n")[2]
    return (
        bool(_LIST_ITEM.match(block.text))
        and not _LIST_ITEM.match(said)
        and not said.endswith((".", "!", "?"))
    )


def _pieces(paragraph: str) -> list[str]:
    """The items of a list, each with its further lines; a paragraph that is no list as it is."""
    pieces: list[str] = []
    for line in paragraph.split("\n"):
        if pieces and not _LIST_ITEM.match(line):
            pieces[-1] += f"\n{line}"
        else:
            pieces.append(line)
    return [piece for piece in pieces if piece.strip()]


def _sentences(piece: str, before: str) -> list[Block]:
    """The sentences of one piece, none of which begins inside a mark."""
    found: list[Block] = []
    parts = [before, *_SENTENCE_END.split(piece)]
    for gap, part in zip(parts[::2], parts[1::2], strict=True):
        if found and _is_open(found[-1].text):
            found[-1] = Block(f"{found[-1].text}{gap}{part}", found[-1].before)
        else:
            found.append(Block(part, gap))
    return found


def _is_open(text: str) -> bool:
    """Whether a mark, a link or a bracket begins in the text and does not end there."""
    halves = any(text.count(mark) % 2 for mark in _MARKS)
    return halves or text.count("[") > text.count("]") or text.count("(") > text.count(")")
