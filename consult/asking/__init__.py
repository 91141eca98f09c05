"""The way of a question from the first page to "sent": its steps, its draft, and what is checked on the way."""
