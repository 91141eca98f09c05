"""Staff texts are CommonMark; this turns them into safe HTML."""

import re
from collections.abc import Iterator
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ALLOWED_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "code"}


MOST_BRACKETS = 300
"""A text with more opening brackets has no links: every one is looked for to the end, and no letter has so many."""


@cache
def _parser(breaks: bool, links: bool) -> MarkdownIt:
    """One parser of each kind for the process: raw HTML off, single line breaks kept or not, links or not."""
    parser = MarkdownIt("commonmark", {"html": False, "breaks": breaks})
    return parser if links else parser.disable(["link", "image", "reference"])


def _parser_for(text: str, *, breaks: bool) -> MarkdownIt:
    """The parser that takes this text in a bounded time."""
    return _parser(breaks, text.count("[") <= MOST_BRACKETS)


def render_markdown(text: str, *, sections: bool = False) -> SafeString:
    """Return the CommonMark `text` as sanitised HTML; links get rel="noopener noreferrer nofollow".

    `sections` is for texts that are a whole page: headings of the second level are kept, and as in CommonMark a
    single line break is a space.  Elsewhere line breaks stay, as in a letter.
    """
    html = nh3.clean(
        _parser_for(text, breaks=not sections).render(text),
        tags=ALLOWED_TAGS | {"h2"} if sections else ALLOWED_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(html)  # noqa: S308  (sanitised one line above)


# Without any of these a text is the same in CommonMark and plain, and need not be parsed.
_MARKUP = re.compile(r"[*_`\[\]\\<>&#~=|]|^[ \t]*(?:[-+]|\d{1,9}[.)])\s|^ {4}", re.MULTILINE)
# The same, where "- " begins a line of words: such a list is read without parsing, as most causes are written.
_MORE_THAN_BULLETS = re.compile(
    r"[*_`\[\]\\<>&#~=|]|^(?:[ \t]|\d{1,9}[.)](?:\s|$)|\+(?:\s|$)"
    r"|-(?:[-\s]*$|[^\S ]| (?:[\s+-]|\d{1,9}[.)](?:\s|$))))",
    re.MULTILINE,
)
_BULLET = re.compile(r"^- ", re.MULTILINE)


def plain_text(text: str) -> str:
    """Return the words of the CommonMark `text` on one line, without its signs: for excerpts."""
    if not _MARKUP.search(text):
        return " ".join(text.split())
    if not _MORE_THAN_BULLETS.search(text):
        return " ".join(_BULLET.sub("", text).split())
    return _parsed(text)


def _parsed(text: str) -> str:
    """The same by the parser."""
    words = []
    for block in _parser_for(text, breaks=True).parse(text):
        for part in block.children or ():
            words.append(" " if part.type in ("softbreak", "hardbreak") else part.content)
        words.append(" ")
    return " ".join("".join(words).split())


def blocks_in(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the words of each block of the CommonMark `text`, and the addresses to which they lead."""
    for block in _parser_for(text, breaks=True).parse(text):
        parts = block.children or ()
        words = [" " if part.type in ("softbreak", "hardbreak") else part.content for part in parts]
        links = [str(part.attrs["href"]) for part in parts if part.type == "link_open"]
        if said := "".join(words).strip() or ("" if parts else block.content):
            yield said, links
