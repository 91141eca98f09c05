"""Other names for what a search says, from the lexicon that is built at set-up."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings

from conditions.related.text.prepare import VERSION, terms
from consult.language.synonyms import lexicon, sources
from consult.language.synonyms.lexicon import EMPTY, Lexicon, Named
from consult.language.tokens import Token, tokens
from consult.language.word_lists import lines_of

NAMES = 24
"""Names of one thing that are looked at; the commonest come first in none of the lists."""

_lock = threading.Lock()
_loaded: tuple[tuple[str, float], Lexicon] | None = None


def build(path: Path) -> int:
    """Write the lexicon from the installed word lists; return how many things it names.

    Raises sources.SourceError when one is missing.
    """
    return lexicon.write(path, _things(), made_from())


def is_built(path: Path) -> bool:
    """Whether the lexicon at `path` is made from these word lists in this way."""
    return lexicon.made_from(path) == made_from()


def made_from() -> str:
    """What a lexicon depends on: the published lists, our own, and how words are read."""
    said = "\n".join((*sources.SHA256.values(), *lines_of("synonyms", "synonyms"), str(VERSION)))
    return hashlib.sha256(said.encode()).hexdigest()


def get_lexicon() -> Lexicon:
    """The lexicon of this process; one that knows no name when there is none or it cannot be read."""
    global _loaded
    path = Path(settings.SYNONYMS_PATH)
    with _lock:
        try:
            state = (str(path), path.stat().st_mtime)
        except OSError:
            return EMPTY
        if _loaded is None or _loaded[0] != state:
            _loaded = (state, _load(path))
        return _loaded[1]


def synonyms_problem() -> str:
    """What is wrong with the lexicon, in words for staff; "" for nothing."""
    if is_built(Path(settings.SYNONYMS_PATH)):
        return ""
    return "The lexicon of other names is missing or old: search knows fewer of them."


def named_in(text: str) -> tuple[list[Token], list[Named]]:
    """The words of a text, and the names among them."""
    words = list(tokens(text))
    return words, get_lexicon().named_in(words)


def other_terms(found: Named, said: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The terms of each other name, and the name, where it is not only the words said with more or fewer of them.

    A name of several words of which stop words leave one ("with child") would mean anything.
    """
    seen = set()
    for name in found.names[:NAMES]:
        other = tuple(terms(name))
        if not other or other in seen or (len(other) == 1 and len(name.split()) > 1):
            continue
        if not said or not (set(other) >= set(said) or set(other) < set(said)):
            seen.add(other)
            yield other, name


def _things() -> Iterator[list[str]]:
    """The names of everything: our own first, so that a thing is called by what people say."""
    for read in (sources.own, sources.drugs, sources.conditions, sources.symptoms):
        yield from read()


def _load(path: Path) -> Lexicon:
    """The lexicon at this path, or one that knows no name."""
    from safetensors import SafetensorError

    try:
        return lexicon.load(path)
    except (OSError, SafetensorError, KeyError):
        return EMPTY
