"""Browsers get of Bootstrap what pages of ours use: nothing that a page names is missing, and nothing else is there."""

import base64
import hashlib
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import crispy_bootstrap5  # type: ignore[import-untyped]
import pytest
import tinycss2  # type: ignore[import-untyped]
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from portal.bootstrap import USED, WHOLE, classes, reduced

# From getbootstrap.com, "Include via CDN" of version 5.3.8.
OFFICIAL = "sha384-sRIl4kxILFvY47J16cr9ZwB07vP4J8+LH7qKQnuqkuIAvNWLzeN8tE5YBujZqJLB"
ATTRIBUTE = re.compile(r'class="((?:\{%.*?%\}|\{\{.*?\}\}|[^"])*)"')
WORD = re.compile(r"[\w-]+")
FORMS = Path(crispy_bootstrap5.__file__).parent / "templates" / "bootstrap5"
"""Of the templates of forms those that are drawn: our layouts are of plain fields, HTML and a button."""
DRAWN = (
    "field.html",
    "layout/help_text*.html",
    "layout/field_errors*.html",
    "layout/radio_checkbox_select.html",
)
# Named in the templates of forms for layouts that we have not, and in those of the admin, which has its own style.
ELSEWHERE = {"row", "col-form-label", "pt-0", "badge", "figure"}


def known() -> set[str]:
    """Every class that Bootstrap has a rule for."""
    return classes_of(WHOLE.read_text())


def classes_of(css: Any) -> set[str]:
    """Every class that a style sheet has a rule for."""
    rules = tinycss2.parse_stylesheet(css, skip_whitespace=True, skip_comments=True)
    inner = [
        classes_of(rule.content) for rule in rules if rule.type == "at-rule" and rule.at_keyword == "media"
    ]
    return set().union(*inner, *(classes(rule.prelude) for rule in rules if rule.type == "qualified-rule"))


def sources() -> Iterator[Path]:
    """Everything that may name a class."""
    yield from (settings.BASE_DIR / "templates").rglob("*.html")
    for room in ("consult", "conditions", "portal", "static"):
        yield from (
            path for path in (settings.BASE_DIR / room).rglob("*.[pj][ys]") if path.name != "bootstrap.py"
        )


def named(of_bootstrap: set[str]) -> set[str]:
    """Those of these classes that stand in a class attribute, begun there and ended by a tag, or in code."""
    found = set(WORD.findall("".join(path.read_text() for path in chain(*map(FORMS.glob, DRAWN)))))
    for path in sources():
        text = path.read_text()
        for word in WORD.findall(" ".join(ATTRIBUTE.findall(text))):
            found |= {name for name in of_bootstrap if word[-1] == "-" and name.startswith(word)} | {word}
        if path.suffix != ".html":
            found |= {
                word for word in WORD.findall(text) if "-" in word
            }  # of one word are too many English ones
    return found & of_bootstrap


def test_every_class_that_a_page_names_has_its_rules() -> None:
    of_bootstrap = known()
    assert len(of_bootstrap) > 1_500
    assert named(of_bootstrap) - ELSEWHERE == USED


def test_bootstrap_is_the_official_build() -> None:
    digest = hashlib.sha384(WHOLE.read_bytes()).digest()
    assert f"sha384-{base64.b64encode(digest).decode()}" == OFFICIAL


def test_what_is_served_is_its_rules_for_these_classes() -> None:
    served = Path(str(finders.find("bootstrap/css/bootstrap.min.css"))).read_text()
    assert served == reduced(WHOLE.read_text())
    assert finders.find("bootstrap/css/bootstrap.css") is None
    assert classes_of(served) == USED
    assert "Licensed under MIT" in served


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("p{margin:0}.btn{color:red}.alert{color:red}", "p{margin:0}.btn{color:red}"),
        (".alert,.btn:hover,.nav .btn{a:b}", ".btn:hover{a:b}"),
        (".btn:not(.alert,.nav){a:b}", ".btn:not(.alert,.nav){a:b}"),
        ("@media print{.btn{a:b}.nav{a:b}}@media screen{.nav{a:b}}", "@media print{.btn{a:b}}"),
        ("/*! kept */@keyframes x{0%{a:b}}\n/*# map */", "/*! kept */@keyframes x{0%{a:b}}"),
        ("[data-bs-theme=dark]{a:b}:root,[data-bs-theme=light]{a:b}", ":root,[data-bs-theme=light]{a:b}"),
        (".mt-3{a:b}.w-25,.g-1\\.5{a:b}", ".mt-3{a:b}"),
    ],
)  # fmt: skip
def test_rules_that_can_match_nothing_are_left_out(css: str, kept: str) -> None:
    assert reduced(css) == kept


def test_a_style_sheet_that_is_not_understood_is_an_error() -> None:
    with pytest.raises(ValueError, match="Not understood in the style sheet of Bootstrap: '@layer x"):
        reduced("p{a:b}@layer x{p{a:b}}")


def test_collecting_takes_this_file_and_no_other_of_bootstrap(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STATICFILES_FINDERS = ["portal.bootstrap.BootstrapFinder"]
    call_command("collectstatic", interactive=False, verbosity=0)
    (collected,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert collected.relative_to(tmp_path) == Path("bootstrap/css/bootstrap.min.css")
    assert collected.read_text() == reduced(WHOLE.read_text())
