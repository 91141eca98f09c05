"""Keys of rows as browsers send them."""

MOST_DIGITS = 18  # of a key that every database can store


def sent_number(text: str) -> int | None:
    """Return the number that stands in a form or an address, None when it cannot be the key of a row."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None
