"""Whether a text says something else than before, or the same in other letters.

What is no more than layout, capitals or punctuation is no change of substance.  Any other word, number, address or
source is one, and so is a sentence that ends elsewhere; a typing error put right counts too, for no list tells it from
another word.  A doctor who is asked once too often loses a minute, one who is not asked answers for words that nobody
stands behind.
"""

import re
from collections.abc import Iterable

from consult.common.commonmark import blocks_in
from consult.language.normalise import normalise

# Not the signs that say something: "<", "%", "+", the hyphen before a number.
_EDGES = " \t.,;:!?…\"'“”‘’«»()[]"
# A clause ends with these, whatever closes after them.
_CLAUSE_END = re.compile(r"[.!?;:…]\W*$")
_END = "."
_RULE = re.compile(r"^(?:https?://)?(?:www\.)?(.*?)/?(?:#.*)?$", re.IGNORECASE)


def says_otherwise(old: str, new: str) -> bool:
    """Whether the CommonMark `new` says something else than `old`."""
    return old != new and words_of(old) != words_of(new)


def rests_elsewhere(old: Iterable[dict[str, str]], new: Iterable[dict[str, str]]) -> bool:
    """Whether these are other sources than before; when somebody looked at them last is all one."""
    return by_address(old) != by_address(new)


def words_of(text: str) -> list[str]:
    """The words without capitals and what stands around them, where clauses end, and where links lead."""
    found: list[str] = []
    for said, links in blocks_in(text):
        found += map(_page_of, links)
        for written in normalise(said).split():
            word = written.strip(_EDGES).casefold()
            if any(character not in "-–—" for character in word):
                found.append(word)
            if _CLAUSE_END.search(written):
                found.append(_END)
        found.append(_END)
    # However many signs stand between two clauses, they end once.
    ends_once = [
        word for word, last in zip(found, [_END, *found], strict=False) if (word, last) != (_END, _END)
    ]
    return ends_once[:-1] if ends_once[-1:] == [_END] else ends_once


def by_address(sources: Iterable[dict[str, str]]) -> dict[str, list[str]]:
    """The words of what each source is called, by its address without the parts that lead to the same page."""
    return {
        _page_of(source["url"]): words_of(f"{source['publisher']}: {source['title']}") for source in sources
    }


def _page_of(url: str) -> str:
    """An address without the parts that lead to the same page."""
    return _RULE.sub(r"\1", url).lower()
