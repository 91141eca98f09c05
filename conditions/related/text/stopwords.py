"""Word lists of the engine: what carries no meaning in a question, and what is too common to explain a match."""

from consult.language.word_lists import word_lists

STOP_WORDS = word_lists("search")["stop_words"]
"""Words that are never a term."""

FILLER_WORDS = word_lists("search")["filler_words"]
"""Words that may be a term of the index but say nothing when named as the reason of a match."""
