"""The main navigation is drawn once for the process, and marks where the reader is."""

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from portal.templatetags.site_nav import _drawn, site_nav


def drawn(path: str) -> str:
    return site_nav({"request": RequestFactory().get(path)})


def test_it_marks_the_page_and_what_is_below_it() -> None:
    assert '<a href="/questions/" aria-current="page">' in drawn("/questions/")
    assert '<a href="/questions/" aria-current="true">' in drawn("/questions/1-a/")
    assert "aria-current" not in drawn("/search/")


def test_it_is_drawn_once() -> None:
    _drawn.cache_clear()
    assert drawn("/search/") == drawn("/about/") == site_nav({})
    assert _drawn.cache_info().misses == 1
    with translation.override("de"):
        drawn("/search/")
    assert _drawn.cache_info().misses == 2


def test_it_is_html_and_no_text() -> None:
    assert render_to_string("portal/base.html").count('<ul class="site-nav"><li><a href="') == 2
