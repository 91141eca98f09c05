"""Translators get to see every text, and the site speaks the language that it is told to."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

TEMPLATES = sorted(path for path in (settings.BASE_DIR / "templates").rglob("*") if path.is_file())
CODE = [
    path for app in ("portal", "conditions", "consult") for path in (settings.BASE_DIR / app).rglob("*.py")
]
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}

# What stands between these is for translators already, or for nobody.
HANDLED = re.compile(
    r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%\s*blocktrans.*?{%\s*endblocktrans\w*\s*%}|"
    r"{%\s*block (?:bodyclass|coltype).*?endblock\s*%}|<(script|style)\b.*?</\1>",
    re.DOTALL,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
SPOKEN = re.compile(r'\b(?:alt|title|placeholder|aria-label)="([^"]*)"')


def words_of(text: str) -> list[str]:
    """The words that a reader would meet."""
    found = " ".join([re.sub(r"<[^>]*>", " ", text), *SPOKEN.findall(text)])
    return re.findall(r"[A-Za-z]{2,}", re.sub(r"&\w+;", "", found))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_every_text_of_a_template_is_for_translators(path: Path) -> None:
    source = path.read_text()
    templatize(source, origin=str(path))
    assert words_of(TAG.sub("", HANDLED.sub("", source))) == []
    tags = [token.contents for token in Lexer(source).tokenize() if token.token_type == TokenType.BLOCK]
    # A variable cannot be collected.
    assert [tag for tag in tags if re.match(r"trans(late)?\s+[^\"']", tag)] == []


def test_every_text_of_the_code_can_be_collected() -> None:
    strange = [
        f"{path.name}:{node.lineno}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in GETTEXT
        # A name stands for texts that are marked where they are written; an f-string could not be collected.
        and not isinstance(node.args[0], ast.Constant | ast.Name)
    ]
    assert strange == []
