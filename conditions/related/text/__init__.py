"""What the engine reads of a text, and of a question, cause or page."""
