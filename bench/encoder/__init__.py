"""Training of the sentence encoder on medical pairs."""
