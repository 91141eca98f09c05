"""Tells posts of programs from those of people, without a puzzle.  What looks like abuse is set aside, never lost."""
