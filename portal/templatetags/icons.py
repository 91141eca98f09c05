"""The icons of heroicons, each drawn once for the process: a page has ten, and the library builds each from XML."""

from functools import lru_cache

from django import template
from heroicons.templatetags.heroicons import heroicon_outline as draw

register = template.Library()


@register.simple_tag
def heroicon_outline(name: str, *, size: int | None = 24, **attributes: object) -> str:
    """The icon of this name, as the library's own tag gives it."""
    return _drawn(name, size, tuple(attributes.items()))


@lru_cache(maxsize=256)
def _drawn(name: str, size: int | None, attributes: tuple[tuple[str, object], ...]) -> str:
    return draw(name, size=size, **dict(attributes))
