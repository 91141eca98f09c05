"""Judges wordings that no rule lists: a sentence encoder trained on sentences of danger and calm (docs/SAFETY.md)."""
