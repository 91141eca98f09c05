"""The arrows of the house: portal -> conditions -> consult, and from room to room inside consult."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ALLOWED = {"consult": {"consult"}, "conditions": {"conditions", "consult"}}
APPS = {"consult", "conditions", "portal", "tests"}

# The rooms of consult, storey by storey: a room imports from its own and from lower storeys.
STOREYS = (
    {"views", "admin", "templatetags", "management"},
    {"forms", "importing"},
    {"actions"},
    {"notifications"},
    {"case"},
    {"asking"},
    {"safety", "privacy"},
    {"models"},
)
# The rules are stored in the pattern language, which imports nothing.
EXCEPTIONS = {("models", "consult.safety.patterns")}


def imported_modules(path: Path) -> Iterator[str]:
    """Yield the name of every module that the module imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def imported_apps(path: Path) -> set[str]:
    """Return the project packages that the module imports."""
    return {name.split(".")[0] for name in imported_modules(path)} & APPS


def test_the_reader_sees_an_arrow_that_points_the_wrong_way(tmp_path: Path) -> None:
    module = tmp_path / "wrong.py"
    module.write_text("def f():\n    from conditions.models import Cause\n    return Cause\n")
    assert imported_apps(module) == {"conditions"}


@pytest.mark.parametrize("app", sorted(ALLOWED))
def test_arrows_point_one_way(app: str) -> None:
    modules = sorted((settings.BASE_DIR / app).rglob("*.py"))
    assert len(modules) > 10
    wrong = {str(path): found for path in modules if (found := imported_apps(path) - ALLOWED[app])}
    assert wrong == {}


def test_arrows_inside_consult_point_down() -> None:
    storey = {room: number for number, rooms in enumerate(STOREYS) for room in rooms}
    consult = settings.BASE_DIR / "consult"
    rooms = {path.parent.name for path in consult.glob("*/__init__.py")} - {"migrations"}
    assert set(storey) == rooms
    wrong = []
    for room in rooms:
        for path in (consult / room).rglob("*.py"):
            for name in imported_modules(path):
                app, _, rest = name.partition(".")
                other = rest.split(".")[0]
                is_exception = (room, name.rpartition(".")[0]) in EXCEPTIONS
                if app == "consult" and storey.get(other, 99) < storey[room] and not is_exception:
                    wrong.append(f"{path.relative_to(consult)} -> {name}")
    assert wrong == []
