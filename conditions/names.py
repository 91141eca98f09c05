"""How a reference page is named in the A to Z."""

import re
import unicodedata

_OPENING = re.compile(
    r"^(?:common |possible )?(?:causes of|what causes|what is|what are) (?:an? |the )?", re.IGNORECASE
)


def subject(title: str) -> str:
    """Return what a page's title is about: "Causes of facial muscle loss" gives "Facial muscle loss"."""
    rest = _OPENING.sub("", title.strip(), count=1).rstrip("?: ") or title.strip()
    return rest[:1].upper() + rest[1:]


def index_name(title: str) -> str:
    """Return the key by which a title is sorted: its subject in small letters, accents and punctuation removed."""
    plain = unicodedata.normalize("NFKD", subject(title)).casefold()
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[^\w]+", " ", kept).strip()[:200]
