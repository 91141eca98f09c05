"""Show a text with some of its words marked."""

from collections.abc import Iterable, Iterator

from django.utils.html import format_html_join
from django.utils.safestring import SafeString


def mark_spans(text: str, spans: Iterable[tuple[int, int, str]]) -> SafeString:
    """Return the text as safe HTML with each (start, end, label) in a <mark>; the label is read out only.

    Spans may come in any order; of overlapping ones the later gives way. An empty label adds nothing.
    """
    return format_html_join("", "{}{}", _pieces(text, sorted(spans)))


def _pieces(text: str, spans: list[tuple[int, int, str]]) -> Iterator[tuple[str, SafeString]]:
    cursor = 0
    for start, end, label in spans:
        if start >= cursor and end > start:
            said = format_html_join(
                "", '<span class="visually-hidden"> ({})</span>', [(label,)] if label else []
            )
            marked = format_html_join("", "<mark>{}{}</mark>", [(text[start:end], said)])
            yield text[cursor:start], marked
            cursor = end
    yield text[cursor:], SafeString("")
