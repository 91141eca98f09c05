"""The arrows of the house: portal -> conditions -> consult, from room to room inside each, and no circle anywhere."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ALLOWED = {
    "consult": {"consult"},
    "conditions": {"conditions", "consult"},
    "portal": {"portal", "conditions", "consult"},
}
APPS = {*ALLOWED, "tests", "bench"}

# The rooms of each floor, storey by storey from the top: a room imports from lower storeys, and from a room beside it
# only through the doors named below.
STOREYS: dict[str, tuple[set[str], ...]] = {
    "consult": (
        {"management", "templatetags"},
        {"asking", "case", "desk", "public", "importing"},
        {"question"},
        {"safety", "privacy", "notifications", "abuse"},
        {"models"},
        {"common"},
        {"language"},
    ),
    "conditions.related": (
        {"measure", "upkeep"},
        {"lists", "proposals"},
        {"ranking"},
        {"reasons"},
        {"backends"},
        {"encoder"},
        {"text"},
    ),
}
DOORS = {
    # The private case checks a changed question as the way to ask does, and asks for the same things.
    "consult.asking.checks",
    "consult.asking.drafts",
    "consult.asking.forms",
    "consult.asking.person",
    # What is suggested to an asker looks like a row of a stored list.
    "conditions.related.lists.items",
}


def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name; a package by its own."""
    found = {}
    for app in ALLOWED:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
            if "migrations" not in parts:
                found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported_names(path: Path) -> Iterator[str]:
    """Every dotted name that the module imports, wherever in the file, also only for types."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def imports(path: Path, known: dict[str, Path]) -> set[str]:
    """The modules of the product that a module imports."""
    return {
        name if name in known else name.rpartition(".")[0]
        for name in imported_names(path)
        if name in known or name.rpartition(".")[0] in known
    }


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that import each other in a circle (strongly connected components, Tarjan 1972)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in arrows.get(name, ()):
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            at = stack.index(name)
            group = sorted(stack[at:])
            del stack[at:]
            if len(group) > 1:
                found.append(group)

    for name in sorted(arrows):
        if name not in order:
            visit(name)
    return found


def test_the_reader_sees_an_arrow_that_points_the_wrong_way(tmp_path: Path) -> None:
    module = tmp_path / "wrong.py"
    module.write_text("def f():\n    from conditions.models import Cause\n    return Cause\n")
    assert imports(module, modules()) == {"conditions.models"}


def test_the_reader_sees_a_circle() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()}) == [["a", "b", "c"]]


@pytest.mark.parametrize("app", sorted(ALLOWED))
def test_arrows_point_one_way(app: str) -> None:
    paths = sorted((settings.BASE_DIR / app).rglob("*.py"))
    assert len(paths) > 10
    wrong = {}
    for path in paths:
        apps = {name.split(".")[0] for name in imported_names(path)} & APPS
        if apps - ALLOWED[app]:
            wrong[str(path)] = apps - ALLOWED[app]
    assert wrong == {}


def test_nothing_imports_in_a_circle() -> None:
    known = modules()
    assert circles({name: imports(path, known) - {name} for name, path in known.items()}) == []


@pytest.mark.parametrize("floor", sorted(STOREYS))
def test_rooms_import_from_lower_storeys_and_through_doors(floor: str) -> None:
    storey = {room: number for number, rooms in enumerate(STOREYS[floor]) for room in rooms}
    known = modules()
    packages = {name.split(".")[len(floor.split("."))] for name in known if name.startswith(f"{floor}.")}
    tools = {room for room in packages if not (settings.BASE_DIR / floor.replace(".", "/") / room).is_dir()}
    assert set(storey) == packages - tools - {"data"}
    wrong = []
    for name, path in known.items():
        room = name.removeprefix(f"{floor}.").split(".")[0]
        if not name.startswith(f"{floor}.") or room not in storey:
            continue
        for other in sorted(imports(path, known)):
            theirs = other.removeprefix(f"{floor}.").split(".")[0]
            if not other.startswith(f"{floor}.") or theirs not in storey or theirs == room:
                continue
            is_door = any(other == door or other.startswith(f"{door}.") for door in DOORS)
            is_beside = storey[theirs] == storey[room] and not is_door
            if storey[theirs] < storey[room] or is_beside:
                wrong.append(f"{name} -> {other}")
    assert wrong == []
