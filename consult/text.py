"""Staff texts are CommonMark; this turns them into safe HTML."""

from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ALLOWED_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "code"}


@cache
def _parser() -> MarkdownIt:
    """One parser for the process: raw HTML off, single line breaks kept."""
    return MarkdownIt("commonmark", {"html": False, "breaks": True})


def render_markdown(text: str, *, sections: bool = False) -> SafeString:
    """Return the CommonMark `text` as sanitised HTML; links get rel="noopener noreferrer nofollow".

    `sections` keeps headings of the second level, for texts that are a whole page.
    """
    html = nh3.clean(
        _parser().render(text),
        tags=ALLOWED_TAGS | {"h2"} if sections else ALLOWED_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(html)  # noqa: S308  (sanitised one line above)
