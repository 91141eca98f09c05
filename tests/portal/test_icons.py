"""Icons are drawn once, and look as the library draws them."""

from typing import Any

import heroicons
import pytest
from django.template import Context, Template
from heroicons.templatetags import heroicons as library

from portal.templatetags import icons


def shown(tag: str) -> str:
    return Template(f"{{% load icons %}}{{% {tag} %}}").render(Context())


def test_an_icon_is_that_of_the_library() -> None:
    assert shown('heroicon_outline "bars-3" size=18 class="wide"') == library.heroicon_outline(
        "bars-3", size=18, **{"class": "wide"}
    )
    assert shown('heroicon_outline "bars-3"') == library.heroicon_outline("bars-3")


def test_it_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    icons._drawn.cache_clear()
    drawn, draw = [], heroicons._render_icon

    def counting(*given: Any) -> str:
        drawn.append(given[:3])
        return draw(*given)

    monkeypatch.setattr(heroicons, "_render_icon", counting)
    for size in (18, 18, 20, 18):
        shown(f'heroicon_outline "bars-3" size={size}')
    assert drawn == [("outline", "bars-3", 18), ("outline", "bars-3", 20)]
