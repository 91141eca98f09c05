"""The way of a question from the first page to "sent"."""
