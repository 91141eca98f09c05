"""The rules of docs/ARCHITECTURE.md that a machine can check."""

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

APPS = ("portal", "conditions", "consult")
LONGEST_VIEW, LONGEST_FILE = 30, 400


def files() -> list[Path]:
    """Every file of Python of the product."""
    found = [path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def actions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Name and function of every action."""
    for path in files():
        parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
        if "actions" not in parts or parts[-1] == "__init__":
            continue
        module = importlib.import_module(".".join(parts))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{module.__name__}.{name}", function


@pytest.mark.parametrize(("name", "action"), [pytest.param(*each, id=each[0]) for each in actions()])
def test_an_action_is_atomic_and_takes_its_arguments_by_name(name: str, action: Callable[..., Any]) -> None:
    # transaction.atomic wraps what it decorates, in a function of django.utils or contextlib.
    assert action.__code__.co_filename != inspect.getsourcefile(inspect.unwrap(action)), (
        f"{name} is not atomic"
    )
    kinds = {parameter.kind for parameter in inspect.signature(action).parameters.values()}
    assert kinds == {inspect.Parameter.KEYWORD_ONLY}


def views(resolver: URLResolver) -> Iterator[Callable[..., Any]]:
    """Every view of ours that an address leads to."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from views(each)
        elif isinstance(each, URLPattern):
            view = inspect.unwrap(each.callback)
            if inspect.isfunction(view) and view.__module__.split(".")[0] in APPS:
                yield view


def test_a_view_is_short() -> None:
    found = {view.__qualname__: len(inspect.getsourcelines(view)[0]) for view in views(get_resolver())}
    assert len(found) > 40
    assert {name: lines for name, lines in found.items() if lines > LONGEST_VIEW} == {}


def test_a_file_is_short_and_says_what_it_is_for() -> None:
    texts = {str(path.relative_to(settings.BASE_DIR)): path.read_text() for path in files()}
    assert {name for name, text in texts.items() if len(text.splitlines()) > LONGEST_FILE} == set()
    silent = {name for name, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))}
    assert silent == set()


@pytest.mark.parametrize(
    ("columns", "home"),
    [
        ({"safety_net", "more_info"}, "consult/models/reply.py"),
        ({"answer", "new_answer"}, "consult/models/followup.py"),
    ],
)
def test_which_columns_are_words_is_listed_once(columns: set[str], home: str) -> None:
    listed = {
        str(path.relative_to(settings.BASE_DIR))
        for path in files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Tuple | ast.List | ast.Set)
        and columns <= {each.value for each in node.elts if isinstance(each, ast.Constant)}
    }
    assert listed == {home}
