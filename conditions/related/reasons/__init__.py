"""Why two texts were matched, in words that a reader can check."""
