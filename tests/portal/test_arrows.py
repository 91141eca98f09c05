"""The arrows of the house: portal -> conditions -> consult."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

ALLOWED = {"consult": {"consult"}, "conditions": {"conditions", "consult"}}
APPS = {"consult", "conditions", "portal", "tests"}


def imported_apps(path: Path) -> set[str]:
    """Return the project packages that the module imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found & APPS


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
