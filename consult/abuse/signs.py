"""Reads one post for the signs of abuse.  Nothing here refuses a post: who asks sets it aside."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from consult.abuse.nonsense import is_nonsense
from consult.abuse.repeats import is_busy, is_repeated
from consult.models.suspicion import Sign

ASK = "question"
MANY_LINKS = 3
FEW_WORDS = 6
"""Of what readers tell us, so few words are often the same: only questions count all the same."""
LEAST_SECONDS = 20
"""Nobody reads the ten pages of a question in less."""

ENOUGH = frozenset({Sign.TRAP, Sign.SAME_TEXT, Sign.LINKS, Sign.NONSENSE})
"""Each of these sets a post aside; of the others it takes two."""

_LINK = re.compile(
    r"(?i:(?:https?://|\bwww\.)\S+|\[url\b\S*|<a\s[^>]{0,500})"
    # A bare domain in small letters: "pain.Top of my head" is no address, and jo@home.com no link.
    r"|(?<![@\w.-])[\w-]{2,60}\.(?:com|net|org|info|biz|xyz|shop|online|site|top|ru|cn)\b"
)


@dataclass(frozen=True)
class Post:
    """What is known of a post when it arrives."""

    kind: str
    text: str
    address: str
    is_trapped: bool = False
    is_quoted: bool = False
    """The words may be those of a page: links and broken sentences in them say nothing."""
    seconds: float | None = None
    """Since its first page was sent; None where there is one page only."""


def suspicious(post: Post) -> list[Sign]:
    """The signs of abuse in a post; none unless they are enough to set it aside.  Counts the post."""
    if not settings.ABUSE_CHECK:
        return []
    of_words = [] if post.is_quoted else _signs_of(post.text)
    return enough([sign for sign, stands in _SIGNS.items() if stands(post)] + of_words)


def suspicious_words(text: str) -> list[Sign]:
    """The same for words that are changed or that come from somebody we know: nothing is counted."""
    if not settings.ABUSE_CHECK:
        return []
    return enough(_signs_of(text))


def _signs_of(text: str) -> list[Sign]:
    """Those of the words alone."""
    return [sign for sign, stands in _OF_WORDS.items() if stands(text)]


def enough(found: list[Sign]) -> list[Sign]:
    """What was found, when one sign of it is enough or two stand together."""
    return found if ENOUGH.intersection(found) or len(found) > 1 else []


def links_in(text: str) -> int:
    """How many web addresses stand in the text."""
    return len(_LINK.findall(text))


_OF_WORDS: dict[Sign, Callable[[str], bool]] = {
    Sign.LINKS: lambda text: links_in(text) >= MANY_LINKS,
    Sign.NONSENSE: is_nonsense,
    Sign.A_LINK: lambda text: 0 < links_in(text) < MANY_LINKS,
}
_SIGNS: dict[Sign, Callable[[Post], bool]] = {
    Sign.TRAP: lambda post: post.is_trapped,
    Sign.SAME_TEXT: lambda post: (
        (post.kind == ASK or len(post.text.split()) >= FEW_WORDS) and is_repeated(post.text)
    ),
    Sign.FAST: lambda post: post.seconds is not None and post.seconds < LEAST_SECONDS,
    Sign.BUSY: lambda post: is_busy(post.kind, post.address),
}
