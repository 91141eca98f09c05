"""Most files here say what the rules find by themselves."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _classifier(settings: Any) -> None:
    """Leave the rules alone; test_classifier.py has the classifier beside them."""
    settings.PERSONAL_DATA_CLASSIFIER = False
