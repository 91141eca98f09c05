"""Anchors of causes: made from their names, and never one that the page uses itself."""

import re

from django.utils.text import slugify

# What templates/conditions/page.html and the frame around it have as ids, and what links to pages say of old.
_OF_THE_PAGE = frozenset(
    [
        "content",
        "contents",
        "contents-title",
        "crisis",
        "header-q",
        "main",
        "page-gone",
        "page-sources",
        "page-treatment",
    ]
)
_NUMBERED = re.compile(r"_*(group|heading|source)-\d+")


def is_taken(anchor: str) -> bool:
    """Whether the page itself uses the anchor, so that no cause can have it."""
    return anchor in _OF_THE_PAGE or _NUMBERED.fullmatch(anchor) is not None


def anchor_for(name: str, longest: int = 160) -> str:
    """The anchor that a cause of this name gets."""
    slug = slugify(name)[:longest] or "cause"
    return f"{slug}-cause" if is_taken(slug) else slug
