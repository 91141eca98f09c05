"""Sentences to vectors: the built model, how it is built and checked, how parts of a text are pooled."""
