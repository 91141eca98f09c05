"""Lists of words, written as a reader reads them."""


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text that separates them by spaces or lines."""
    return frozenset(words.split())
