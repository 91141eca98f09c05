"""A case and the way into it."""

from collections.abc import Callable
from typing import Any

import pytest

from consult.case.links import link_to_case


@pytest.fixture
def address_of() -> Callable[..., str]:
    """Return a function that gives the private address of a question, or of one of its pages."""

    def address(question: Any, page: str = "") -> str:
        return f"/case/{link_to_case(question)}/{page}"

    return address
