"""What is the same on every page is drawn once for the process and language."""

import pytest
from django.template import Context, Template
from django.urls import set_script_prefix
from django.utils import translation

TEXT = "{% load once i18n %}{% once %}{{ said }} {% trans 'Search' %}{% endonce %}{{ said }}"


@pytest.fixture
def prefix():
    yield
    set_script_prefix("/")


def test_it_is_drawn_once_and_the_rest_each_time(prefix) -> None:
    template = Template(TEXT)
    assert template.render(Context({"said": "a"})) == "a Searcha"
    assert template.render(Context({"said": "b"})) == "a Searchb"
    with translation.override("de"):
        assert template.render(Context({"said": "c"})).startswith("c ")
    set_script_prefix("/elsewhere/")
    assert template.render(Context({"said": "d"})).startswith("d ")
