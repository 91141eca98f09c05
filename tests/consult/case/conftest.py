"""A case and the way into it."""

from collections.abc import Callable
from typing import Any

import pytest

from consult.models import CaseLink


@pytest.fixture
def address_of() -> Callable[..., str]:
    """Return a function that gives the private address of a question, or of one of its pages."""

    def address(question: Any, page: str = "") -> str:
        return f"/case/{CaseLink.to_case(question)}/{page}"

    return address
