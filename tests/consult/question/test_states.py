"""Each status says by itself what follows from it: nothing else compares a status."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from consult.models import Status
from consult.models.status import (
    APART,
    AWAITING_DOCTOR,
    AWAITING_MODERATOR,
    CHANGEABLE,
    OPEN,
    REPLIED,
    STATES,
    WITH_MESSAGE,
)

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
CODE = [
    path
    for app in ("portal", "conditions", "consult")
    for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
    # The demo site is a list of wishes: which status a question is to get.
    if not {"migrations", "demo"} & set(path.relative_to(settings.BASE_DIR).parts)
]
COMPARED = re.compile(
    r"\bstatus\s*(==|!=|in\b|not\s+in\b)|(==|!=)\s*[\"'](" + "|".join(Status.values) + r")[\"']"
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)


@pytest.mark.parametrize("status", Status.values)
def test_every_status_has_words_for_its_patient(status: str) -> None:
    assert str(STATES[status].headline) != ""


def test_no_two_statuses_tell_the_patient_the_same() -> None:
    assert len({str(state.headline) for state in STATES.values()}) == len(Status)


@pytest.mark.parametrize("status", Status.values)
def test_the_classes_of_badge_and_notice_are_known_to_the_style(status: str) -> None:
    state = STATES[status]
    style = "".join(Path(str(finders.find(f"css/{name}.css"))).read_text() for name in ("site", "admin"))
    plain = {"badge-answered", "badge-declined", "badge-withdrawn", ""}
    assert [name for name in {state.badge, state.notice} - plain if f".{name}" not in style] == []


def test_the_sets_of_statuses() -> None:
    assert OPEN == [Status.WAITING, Status.NEEDS_INFO]
    assert AWAITING_DOCTOR == [Status.WAITING]
    assert REPLIED == [Status.ANSWERED, Status.PUBLISHED]
    assert WITH_MESSAGE == [Status.NEEDS_INFO, Status.DECLINED, Status.REJECTED]
    assert CHANGEABLE == [Status.WAITING, Status.NEEDS_INFO, Status.SET_ASIDE]
    assert AWAITING_MODERATOR == [Status.SET_ASIDE]
    assert APART == [Status.SET_ASIDE, Status.REJECTED]
    assert [status for status in Status if STATES[status].is_public] == [Status.PUBLISHED]
    assert [status for status in Status if STATES[status].is_final] == [Status.WITHDRAWN]


def test_a_patient_who_agreed_to_publication_reads_what_comes_next() -> None:
    state = STATES[Status.ANSWERED]
    assert state.words(agreed=True) == state.text_if_agreed
    assert state.words(agreed=False) == state.text
    assert STATES[Status.WAITING].words(agreed=True) == STATES[Status.WAITING].text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_compares_a_status(path: Path) -> None:
    assert [tag for tag in TAG.findall(path.read_text()) if COMPARED.search(tag)] == []


def compares_a_status(node: ast.AST) -> bool:
    """Whether this is a comparison with the attribute `status`, or with a status by its name."""
    if not isinstance(node, ast.Compare):
        return False
    sides = [node.left, *node.comparators]
    sides += [
        item for side in sides if isinstance(side, ast.Tuple | ast.List | ast.Set) for item in side.elts
    ]
    return any(
        isinstance(side, ast.Attribute)
        and (side.attr == "status" or (isinstance(side.value, ast.Name) and side.value.id == "Status"))
        for side in sides
    )


def test_no_code_compares_a_status() -> None:
    found = [
        f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.expr) and compares_a_status(node)
    ]
    assert found == []
