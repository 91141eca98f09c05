"""Whether words make sentences: in every language they are held together by few short words."""

from consult.language.tokens import plain
from consult.language.word_lists import sections_of, word_lists

FEWEST = 12
"""Different words; a shorter text may well be a list of symptoms."""
MANY = 25
"""From here on, no real question that we know does without such words (2,289 were read)."""
HELD_TOGETHER = 0.1
KNOWN = 0.5
JUDGED = 0.8
"""So many of the words have to be Latin letters: of other scripts we have no list."""

_HOLDING = frozenset().union(
    *(word_lists("function_words")[language] for language in sections_of("function_words"))
)
_KNOWN = word_lists("common_words")["common"] | _HOLDING


def is_nonsense(text: str) -> bool:
    """Whether hardly a word holds the others together, in a text too long or too strange for a list of symptoms."""
    every = {word for word in plain(text).split() if not word.isdigit()}
    words = {word for word in every if word.isascii()}  # accents are folded away before
    if len(words) < FEWEST or len(words) < JUDGED * len(every):
        return False
    if len(words & _HOLDING) >= HELD_TOGETHER * len(words):
        return False
    return len(words) >= MANY or len(words & _KNOWN) < KNOWN * len(words)
