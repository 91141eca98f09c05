"""Keeps the index in step with what is public; rebuilds, erases, reports."""
