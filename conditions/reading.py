"""How long a text takes to read."""

import math
from collections.abc import Iterable

# Words a minute of an adult reading silently: Brysbaert, J. Mem. Lang. 109 (2019), 238 for non-fiction.
READING_SPEED = 238


def reading_minutes(texts: Iterable[str]) -> int:
    """Return the minutes that these texts together take at READING_SPEED, at least 1."""
    words = sum(len(text.split()) for text in texts)
    return max(1, math.ceil(words / READING_SPEED))
